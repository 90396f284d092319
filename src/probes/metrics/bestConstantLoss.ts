import { mean } from '../../numeric/mean';
import { lossFunctions, type LossName } from './lossFunctions';
import { perRowOf } from './Metric';
import type { Table } from './Table';

/**
 * The loss of the best constant prediction on these targets: the scale that a loss is judged on. Exact for the
 * cross-entropies (class frequencies), squared error and Poisson (mean); by search per column for the other losses that
 * are sums over columns; for `cosineProximity` the mean direction, for `categoricalHinge` the prediction 0.
 *
 * Targets that never vary have a best constant with nothing left to lose. There the loss of an uninformed prediction is
 * taken: uniform probabilities for the cross-entropies, otherwise 0; and 1 where even that has no loss. Poisson and
 * `cosineProximity` count from the loss of a perfect prediction, which is not 0 as that of the others.
 */
export function bestConstantLoss(loss: LossName, targets: Table, columns: number): number {
  const best = constantLoss(loss, targets, bestConstant(loss, targets, columns));
  if (best > 1e-6) return best;
  const uninformed = constantLoss(
    loss,
    targets,
    new Float32Array(columns).fill(uninformedNumber(loss, columns)),
  );
  return uninformed > 1e-6 ? uninformed : 1;
}

function uninformedNumber(loss: LossName, columns: number): number {
  if (loss === 'binaryCrossentropy') return 0.5;
  return /rossentropy|kullback/.test(loss) ? 1 / columns : 0;
}

function constantLoss(loss: LossName, targets: Table, constant: Float32Array): number {
  const vectors = targets.rows * targets.positions;
  const values = new Float32Array(vectors * constant.length);
  for (let i = 0; i < vectors; i++) values.set(constant, i * constant.length);
  const predictions = { rows: targets.rows, positions: targets.positions, columns: constant.length, values };
  const perfect = /poisson|cosine/.test(loss) ? targets : undefined;
  const floor = perfect === undefined ? 0 : mean(perRowOf(lossFunctions[loss])(targets, perfect));
  return mean(perRowOf(lossFunctions[loss])(targets, predictions)) - floor;
}

function bestConstant(loss: LossName, targets: Table, columns: number): Float32Array {
  switch (loss) {
    case 'sparseCategoricalCrossentropy':
      return classFrequencies(targets, columns);
    case 'categoricalCrossentropy':
    case 'binaryCrossentropy':
    case 'kullbackLeiblerDivergence':
    case 'poisson':
    case 'meanSquaredError':
    case 'cosineProximity':
      return Float32Array.from({ length: columns }, (_, c) => mean(columnOf(targets, c)));
    case 'categoricalHinge':
      return new Float32Array(columns);
    default:
      return Float32Array.from({ length: columns }, (_, c) => bestOfColumn(loss, columnOf(targets, c)));
  }
}

function classFrequencies({ values }: Table, columns: number): Float32Array {
  const frequencies = new Float32Array(columns);
  for (const value of values) frequencies[Math.trunc(value)]! += 1 / values.length;
  return frequencies;
}

function columnOf({ values, columns }: Table, column: number): Float64Array {
  return Float64Array.from({ length: values.length / columns }, (_, i) => values[i * columns + column]!);
}

/** Golden-section search: each of these losses has one valley between the smallest and the largest target. */
function bestOfColumn(loss: LossName, targets: Float64Array): number {
  const lossAt = (constant: number): number =>
    mean(targets.map((target) => lossFunctions[loss]([target], [constant])));
  const ratio = (Math.sqrt(5) - 1) / 2;
  let low = targets.reduce((a, b) => Math.min(a, b), Infinity);
  let high = targets.reduce((a, b) => Math.max(a, b), -Infinity);
  for (let i = 0; i < 40; i++) {
    const [left, right] = [high - ratio * (high - low), low + ratio * (high - low)];
    if (lossAt(left) <= lossAt(right)) high = right;
    else low = left;
  }
  return (low + high) / 2;
}
