import { mean } from '../../numeric/mean';
import { type KnownLoss, knownLosses } from './knownLosses';
import type { Table } from './Table';

/** The one prediction with the smallest loss on these targets, a number for each column. */
export function bestConstant(loss: KnownLoss, targets: Table, columns: number): Float32Array {
  switch (loss) {
    case 'sparseCategoricalCrossentropy':
      return classFrequencies(targets, columns);
    case 'categoricalCrossentropy':
    case 'binaryCrossentropy':
    case 'kullbackLeiblerDivergence':
    case 'poisson':
    case 'meanSquaredError':
    case 'cosineProximity':
    case 'logLoss':
      return means(targets, columns);
    case 'categoricalHinge':
      return new Float32Array(columns);
    case 'sigmoidCrossEntropy':
      return means(targets, columns).map((share) => Math.log(within(share) / (1 - within(share))));
    case 'softmaxCrossEntropy':
      return means(targets, columns).map((share) => Math.log(within(share)));
    default:
      return Float32Array.from({ length: columns }, (_, c) => bestOfColumn(loss, columnOf(targets, c)));
  }
}

function means(targets: Table, columns: number): Float32Array {
  return Float32Array.from({ length: columns }, (_, c) => mean(columnOf(targets, c)));
}

/** A probability that has a finite logit. */
function within(probability: number): number {
  return Math.min(Math.max(probability, 1e-7), 1 - 1e-7);
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
function bestOfColumn(loss: KnownLoss, targets: Float64Array): number {
  const lossAt = (constant: number): number =>
    mean(targets.map((target) => knownLosses[loss]([target], [constant])));
  // `hingeLoss` makes targets 0 and 1 into -1 and 1, and its best constant is among these.
  const label = (target: number): number => (loss === 'hingeLoss' ? 2 * target - 1 : target);
  const ratio = (Math.sqrt(5) - 1) / 2;
  let low = label(targets.reduce((a, b) => Math.min(a, b), Infinity));
  let high = label(targets.reduce((a, b) => Math.max(a, b), -Infinity));
  for (let i = 0; i < 40; i++) {
    const [left, right] = [high - ratio * (high - low), low + ratio * (high - low)];
    if (lossAt(left) <= lossAt(right)) high = right;
    else low = left;
  }
  return (low + high) / 2;
}
