import type { Tensor } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { HeldRows } from '../../input/HeldRows';
import { gathered, seenOf } from '../experiments/RowsSeen';
import { type Table, tableOf } from '../metrics/Table';
import type { Measurement } from '../modes/Measurement';
import { type FoundRepair, type Keeps, looks, nearlyKept } from './FoundRepair';
import { inClassesOfModel, permutedClasses } from './permutedClasses';
import type { Repair } from './Repair';
import { bestOrder, mostRowsInOrder, placesIn } from './rowOrders';

/** Classes by other numbers, or targets beside other rows. */
export async function repairOfTargets(
  measurement: Measurement,
  keeps: Keeps,
): Promise<FoundRepair | undefined> {
  const seen = await seenOf(measurement, mostRowsInOrder);
  try {
    for (const look of looks) {
      const predictions = await seen.predictions(look);
      if (look === 'training' && keeps(await seen.metricsOf(predictions), nearlyKept)) break;
      const targets = await Promise.all(seen.ys.map((y, i) => tableOf(y, predictions[i]!.shape.length)));
      const kept: Repair[] = [];
      for (const repair of targetRepairs(measurement, targets, predictions, seen.count)) {
        const ys = repairedTargets(repair, measurement, seen.ys, targets);
        if (keeps(await seen.metricsOf(predictions, ys))) kept.push(repair);
        tf.dispose(ys);
      }
      const [repair, ...rivals] = kept;
      if (repair !== undefined) return await withTargets(repair, rivals, measurement);
    }
    return undefined;
  } finally {
    tf.dispose([...seen.xs, ...seen.ys]);
  }
}

/** The best of each kind. */
function targetRepairs(
  { outputs, rows }: Measurement,
  targets: readonly Table[],
  predictions: readonly Table[],
  count: number,
): readonly Repair[] {
  const several = outputs.length > 1;
  const classes = targets.flatMap((table, i): Repair[] => {
    const found = permutedClasses(table, predictions[i]!);
    return found === undefined
      ? []
      : [{ kind: 'classes', output: several ? outputs[i]!.output : undefined, ...found }];
  });
  // Only whole data have an order.
  if (count < rows.count) return classes;
  const order = targets
    .map((table, i) => bestOrder(table, predictions[i]!))
    .find((each) => each !== undefined);
  return order === undefined ? classes : [{ kind: 'order', order }, ...classes];
}

function repairedTargets(
  repair: Repair,
  { outputs }: Measurement,
  ys: readonly Tensor[],
  targets: readonly Table[],
): Tensor[] {
  return ys.map((y, i) => {
    if (repair.kind === 'order') {
      const places = placesIn(repair.order, targets[0]!);
      return tf.tidy(() => tf.gather(y, tf.tensor1d(places, 'int32')));
    }
    const isIts =
      repair.kind === 'classes' && (repair.output === undefined || repair.output === outputs[i]!.output);
    return isIts ? inClassesOfModel(y, repair.to) : tf.clone(y);
  });
}

async function withTargets(
  repair: Repair,
  rivals: readonly Repair[],
  measurement: Measurement,
): Promise<FoundRepair> {
  const { xs, ys } = await gathered(measurement, Infinity);
  const targets = await Promise.all(ys.map((y, i) => tableOf(y, measurement.outputs[i]!.shape.length)));
  const repaired = repairedTargets(repair, measurement, ys, targets);
  tf.dispose(ys);
  return { found: { repair, rivals }, rows: new HeldRows(xs, repaired, [...xs, ...repaired]) };
}
