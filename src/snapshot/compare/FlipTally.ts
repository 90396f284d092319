import type { OutputDescription } from '../PredictionSnapshot';
import { decisionWidth, rowsAndColumns } from '../rowsAndColumns';
import { argmaxAt, marginAt, thresholdAt, widthOf } from './decisionAt';
import type { RowPair } from './compareNumbers';
import type { Flip } from './OutputComparison';

const mostListed = 5;

/** Counts the decisions that changed, and keeps those that were clearest before. */
export class FlipTally {
  flips = 0;
  listed: Flip[] = [];
  readonly decisions: number;
  private readonly columns: number;
  private readonly width: number;

  constructor(private readonly output: OutputDescription) {
    const { rows, columns } = rowsAndColumns(output.shape);
    this.columns = columns;
    this.width = widthOf(output.decision, decisionWidth(output.shape));
    this.decisions = output.decision === 'none' ? 0 : (rows * columns) / this.width;
  }

  /** Compares the decisions of one row. */
  addRow({ row, stored, storedAt, predicted }: RowPair): void {
    const { decision } = this.output;
    if (decision === 'none') return;
    const decisionAt = decision === 'argmax' ? argmaxAt : thresholdAt;
    const predictedAt = row * this.columns;
    for (let at = 0; at < this.columns; at += this.width) {
      const from = decisionAt(stored, storedAt + at, this.width);
      const to = decisionAt(predicted, predictedAt + at, this.width);
      if (from === to) continue;
      this.flips++;
      const margin = marginAt(stored, storedAt + at, this.width, decision);
      if (this.listed.length < mostListed || margin > this.listed.at(-1)!.margin)
        this.list({ row, position: at / this.width, from, to, margin });
    }
  }

  private list(flip: Flip): void {
    this.listed = [...this.listed, flip].sort((a, b) => b.margin - a.margin).slice(0, mostListed);
  }
}
