import type { Batch } from '../../input/Rows';
import { argMax } from '../metrics/accuracyFunctions';
import type { Table } from '../metrics/Table';
import type { ModeWatcher, Outputs } from '../modes/Survey';
import type { BatchNormMeasurement } from './BatchNormMeasurement';
import type { BatchNormStatistics } from './BatchNormStatistics';

/** Whether these layers are all that one needs to know, and not what the swap would change. */
export type IsEnough = (layers: readonly BatchNormMeasurement[]) => boolean;

/** How far predictions move when population statistics take the place of the moving ones, over all outputs. */
export class SwappedTally implements ModeWatcher {
  private flips: number | undefined;
  private largestChange = 0;

  constructor(readonly isEnough: IsEnough = () => false) {}

  async inference(_batch: Batch, inference: Outputs, population: Outputs): Promise<void> {
    const flipped = new Set<number>();
    for (const [i, before] of inference.entries()) {
      const after = population[i]!;
      for (const [at, value] of before.values.entries())
        this.largestChange = Math.max(this.largestChange, Math.abs(value - after.values[at]!));
      if (before.columns === 1) continue;
      for (const row of flippedRows(before, after)) flipped.add(row);
      this.flips ??= 0;
    }
    if (this.flips !== undefined) this.flips += flipped.size;
  }

  result(): BatchNormStatistics['swapped'] {
    return { flips: this.flips, largestChange: this.largestChange };
  }
}

/** Rows in which the largest column changes at some position. */
function flippedRows(before: Table, after: Table): readonly number[] {
  const { positions, columns } = before;
  const decision = ({ values }: Table, at: number): number =>
    argMax(values.subarray(at * columns, (at + 1) * columns));
  return Array.from({ length: before.rows }, (_, row) => row).filter((row) =>
    Array.from({ length: positions }, (_, i) => row * positions + i).some(
      (at) => decision(before, at) !== decision(after, at),
    ),
  );
}
