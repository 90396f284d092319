import type { LayersModel, Tensor } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { HeldRows } from '../../input/HeldRows';
import type { Rows } from '../../input/Rows';
import { type Table, tableOf } from '../metrics/Table';
import { isOfClass } from '../model/className';
import { layersOf } from '../model/layersOf';
import type { Measurement } from '../modes/Measurement';
import type { MetricValues } from '../recording/Recording';
import { isBeyondChance } from './isBeyondChance';
import { type InputMap, inputMaps, type Range } from './inputMaps';
import { paddingMaps } from './padding';
import { inClassesOfModel, permutedClasses } from './permutedClasses';
import type { Repair } from './Repair';
import { bestOrder, mostRowsInOrder, placesIn } from './rowOrders';
import { gathered, type Look, RowsSeen } from './RowsSeen';

/** Whether such metrics would keep what the fit promised. */
export type Keeps = (metrics: MetricValues) => boolean;

/** Which are tried; `but statistics` leaves out those that use statistics of the rows. */
export type Repairs = 'none' | 'all' | 'but statistics';

export interface FoundRepair {
  readonly found: {
    readonly repair: Repair;
    /** Others that keep the promise as well. */
    readonly rivals: readonly Repair[];
  };
  /** The rows with the repair made. `dispose` frees what was made for it. */
  readonly rows: Rows;
}

/** Rows on which maps of inputs are tried. */
const mostRows = 256;

/**
 * What makes the data those of the fit again, if one of the usual mistakes does: classes by other numbers, targets beside other rows, inputs
 * prepared in another way. It is found when the promise is kept with it, by `predict` or at least in training mode, and chance does not
 * explain that. Costs a prediction and a pass in training mode for what is wrong with targets, and one of each for each way of preparing inputs
 * that their numbers allow, on at most 256 rows.
 *
 * @param known `sameInputs`: whether the inputs are those of the fit: then the targets are not, and otherwise it is the inputs; undefined
 *   where nobody knows
 */
export async function findRepair(
  measurement: Measurement,
  keeps: Keeps,
  { sameInputs, repairs }: { readonly sameInputs: boolean | undefined; readonly repairs: Repairs },
): Promise<FoundRepair | undefined> {
  const ofInputs = (through: readonly Look[]): Promise<FoundRepair | undefined> =>
    repairOfInputs(measurement, keeps, through, repairs);
  if (sameInputs === false) return ofInputs(looks);
  const ofTargets = await repairOfTargets(measurement, keeps);
  if (sameInputs === true) return ofTargets;
  if (ofTargets === undefined) return ofInputs(looks);
  const rival = await ofInputs(['inference']);
  if (rival === undefined) return ofTargets;
  rival.rows.dispose();
  const rivals = [...ofTargets.found.rivals, rival.found.repair];
  return { ...ofTargets, found: { ...ofTargets.found, rivals } };
}

/** What keeps the promise in inference mode is surer than what keeps it in training mode only. */
const looks: readonly Look[] = ['inference', 'training'];

async function seenOf(measurement: Measurement, most: number): Promise<RowsSeen> {
  const { xs, ys } = await gathered(measurement, most);
  return new RowsSeen(measurement.model, xs, ys, measurement.metrics, measurement.plan);
}

async function repairOfTargets(measurement: Measurement, keeps: Keeps): Promise<FoundRepair | undefined> {
  const seen = await seenOf(measurement, mostRowsInOrder);
  try {
    for (const look of looks) {
      const predictions = await seen.predictions(look);
      if (look === 'training' && keeps(await seen.metricsOf(predictions))) break;
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

async function repairOfInputs(
  measurement: Measurement,
  keeps: Keeps,
  through: readonly Look[],
  repairs: Repairs,
): Promise<FoundRepair | undefined> {
  const seen = await seenOf(measurement, mostRows);
  try {
    const plausibleOnes = await plausible(measurement.model, seen);
    const candidates = plausibleOnes.filter(({ map }) => repairs === 'all' || map.usesStatistics !== true);
    for (const look of through) {
      // What is right already is kept by every map that BatchNorm makes good.
      if (look === 'training' && keeps(await seen.metricsOf(await seen.predictions(look)))) break;
      for (const { input, map } of candidates)
        if (await restores(seen, look, input, map, keeps)) return await withInputs(input, map, measurement);
    }
    return undefined;
  } finally {
    tf.dispose([...seen.xs, ...seen.ys]);
  }
}

interface Candidate {
  readonly input: number;
  readonly map: InputMap;
}

async function plausible(model: LayersModel, seen: RowsSeen): Promise<readonly Candidate[]> {
  const candidates: Candidate[] = [];
  const hasEmbedding = layersOf(model).some(({ layer }) => isOfClass(layer, 'Embedding'));
  for (const [input, x] of seen.xs.entries()) {
    const range = rangeOf(await x.data());
    const areWords = x.dtype !== 'float32' || (hasEmbedding && (await x.data()).every(Number.isInteger));
    // Only where padding stands can be wrong with words.
    const maps = areWords ? paddingMaps : [...inputMaps, ...paddingMaps];
    for (const map of maps) if (map.isPlausible(range, x)) candidates.push({ input, map });
  }
  return candidates;
}

function rangeOf(values: ArrayLike<number>): Range {
  let [min, max, sum, squares] = [Infinity, -Infinity, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    min = Math.min(min, value);
    max = Math.max(max, value);
    sum += value;
    squares += value * value;
  }
  const mean = sum / values.length;
  return { min, max, mean, deviation: Math.sqrt(Math.max(0, squares / values.length - mean * mean)) };
}

async function restores(
  seen: RowsSeen,
  look: Look,
  input: number,
  { apply }: InputMap,
  keeps: Keeps,
): Promise<boolean> {
  const mapped = tf.tidy(() => apply(seen.xs[input]!));
  try {
    const xs = seen.xs.map((x, i) => (i === input ? mapped : x));
    const predictions = await seen.predictions(look, xs);
    if (!keeps(await seen.metricsOf(predictions))) return false;
    const targets = await Promise.all(seen.ys.map((y, i) => tableOf(y, predictions[i]!.shape.length)));
    return isBeyondChance(targets, predictions, inputMaps.length);
  } finally {
    mapped.dispose();
  }
}

async function withInputs(input: number, map: InputMap, measurement: Measurement): Promise<FoundRepair> {
  const { xs, ys } = await gathered(measurement, Infinity);
  const mapped = tf.tidy(() => map.apply(xs[input]!));
  const repaired = xs.map((x, i) => (i === input ? mapped : x));
  xs[input]!.dispose();
  const name = measurement.model.inputNames.length > 1 ? measurement.model.inputNames[input] : undefined;
  return {
    found: {
      repair: { kind: 'inputs', map: map.name, input: name, isPadding: map.isPadding === true },
      rivals: [],
    },
    rows: new HeldRows(repaired, ys, [...repaired, ...ys]),
  };
}
