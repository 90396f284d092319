import { allowance } from '../../numeric/allowance';
import type { Tolerance } from '../../numeric/Tolerance';
import { bytesOf, type Numbers } from '../Numbers';
import type { OutputNumbers } from '../PredictionSnapshot';
import { decisionWidth, rowsAndColumns } from '../rowsAndColumns';
import { addRow, noDifferences, type RowPair } from './compareNumbers';
import { FlipTally } from './FlipTally';
import type { Difference, OutputComparison } from './OutputComparison';
import { RightAnswers } from './RightAnswers';

/** Holds a prediction against stored numbers that come block by block: it keeps sums, and no numbers of its own. */
export class OutputComparer {
  private readonly seen = noDifferences();
  private readonly flips: FlipTally;
  private readonly answers: RightAnswers;
  private readonly columns: number;

  constructor(
    private readonly predicted: OutputNumbers,
    private readonly tolerance: Tolerance,
  ) {
    this.columns = rowsAndColumns(predicted.shape).columns;
    this.flips = new FlipTally(predicted);
    this.answers = new RightAnswers(predicted);
  }

  /** Whole rows of stored numbers, beginning with row `first`. */
  add(first: number, stored: Numbers): void {
    const { columns, tolerance, seen } = this;
    const { values } = this.predicted;
    const same = sameBytes(stored, values.subarray(first * columns, first * columns + stored.length));
    if (same && !this.answers.asked) return;
    const pair: RowPair = { row: first, columns, stored, storedAt: 0, predicted: values };
    for (; pair.storedAt < stored.length; pair.storedAt += columns, pair.row++) {
      if (!same && addRow(seen, tolerance, pair)) this.flips.addRow(pair);
      this.answers.addRow(pair.row, stored, pair.storedAt);
    }
  }

  result(): OutputComparison {
    const { seen, flips, predicted, tolerance } = this;
    const { rows, columns } = rowsAndColumns(predicted.shape);
    const { values: _values, labels: _labels, ...output } = predicted;
    const perRow = columns / decisionWidth(predicted.shape);
    const variation = (sum: number): number => sum / 2 / perRow;
    return {
      output,
      tolerance,
      rows,
      columns,
      differingRows: seen.rows,
      differingNumbers: seen.numbers,
      worst: this.worst(),
      used: seen.used,
      largest: seen.largest,
      mean: seen.sum / predicted.values.length,
      decisions: flips.decisions,
      flips: flips.flips,
      listedFlips: flips.listed,
      totalVariation:
        predicted.decision === 'argmax'
          ? {
              mean: variation(seen.sum / rows),
              largest: variation(seen.variationLargest),
              row: seen.variationRow,
            }
          : undefined,
      wouldPass: seen.numbers === 0 ? tolerance : { atol: seen.atol, rtol: seen.rtol },
      accuracy: this.answers.accuracy(),
    };
  }

  private worst(): Difference | undefined {
    const { worstAt, worstStored, worstDifference } = this.seen;
    if (worstAt === -1) return undefined;
    return {
      row: Math.floor(worstAt / this.columns),
      column: worstAt % this.columns,
      stored: worstStored,
      predicted: this.predicted.values[worstAt]!,
      difference: worstDifference,
      allowed: allowance(worstStored, this.tolerance),
    };
  }
}

/** The commonest case, and ten times as fast as looking at each number. */
function sameBytes(a: Numbers, b: Numbers): boolean {
  return Buffer.compare(bytesOf(a), bytesOf(b)) === 0;
}
