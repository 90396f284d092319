import type { Numbers } from '../Numbers';
import type { OutputDescription } from '../PredictionSnapshot';
import { decisionWidth, rowsAndColumns } from '../rowsAndColumns';
import { argmaxAt, thresholdAt, widthOf } from './decisionAt';
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

  /** Compares the decisions of one row, whose numbers begin at these places. */
  addRow(row: number, stored: Numbers, storedAt: number, predicted: Numbers, predictedAt: number): void {
    if (this.output.decision === 'none') return;
    const decisionAt = this.output.decision === 'argmax' ? argmaxAt : thresholdAt;
    for (let at = 0; at < this.columns; at += this.width) {
      const before = decisionAt(stored, storedAt + at, this.width);
      const { choice: to } = decisionAt(predicted, predictedAt + at, this.width);
      if (before.choice !== to)
        this.add({ row, position: at / this.width, from: before.choice, to, margin: before.margin });
    }
  }

  private add(flip: Flip): void {
    this.flips++;
    if (this.listed.length === mostListed && this.listed.at(-1)!.margin >= flip.margin) return;
    this.listed = [...this.listed, flip].sort((a, b) => b.margin - a.margin).slice(0, mostListed);
  }
}
