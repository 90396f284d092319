import { argMax } from '../metrics/accuracyFunctions';
import type { Survey } from '../modes/Survey';
import type { BatchNormStatistics } from './BatchNormStatistics';

/** How far predictions move when population statistics take the place of the moving ones. */
export function swappedPredictions({ shape, inference, population }: Survey): BatchNormStatistics['swapped'] {
  const largestChange = inference.reduce(
    (max, value, i) => Math.max(max, Math.abs(value - population[i]!)),
    0,
  );
  return { largestChange, flips: shape.at(-1)! > 1 ? flips(inference, population, shape) : undefined };
}

function flips(before: Float32Array, after: Float32Array, shape: readonly number[]): number {
  const columns = shape.at(-1)!;
  const rowSize = before.length / shape[0]!;
  const flipped = new Set<number>();
  for (let start = 0; start < before.length; start += columns) {
    const end = start + columns;
    if (argMax(before.subarray(start, end)) !== argMax(after.subarray(start, end)))
      flipped.add(Math.floor(start / rowSize));
  }
  return flipped.size;
}
