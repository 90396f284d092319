import type { Numbers } from '../Numbers';
import type { OutputNumbers } from '../PredictionSnapshot';
import { decisionWidth, rowsAndColumns } from '../rowsAndColumns';
import { argmaxAt, thresholdAt } from './decisionAt';

/** Counts the rows whose decision is their label, before and now. */
export class RightAnswers {
  private stored = 0;
  private predicted = 0;
  private readonly width: number;
  private readonly columns: number;

  constructor(private readonly output: OutputNumbers) {
    this.columns = rowsAndColumns(output.shape).columns;
    this.width = decisionWidth(output.shape);
  }

  /** Whether there are labels, and decisions to hold against them. */
  get asked(): boolean {
    return this.output.labels !== undefined && this.output.decision !== 'none';
  }

  addRow(row: number, stored: Numbers, storedAt: number): void {
    const { labels, values, decision } = this.output;
    if (labels === undefined || decision === 'none') return;
    const decisionAt = decision === 'argmax' ? argmaxAt : thresholdAt;
    const label = labels[row]!;
    const { width, columns } = this;
    if (decisionAt(stored, storedAt, width) === label) this.stored++;
    if (decisionAt(values, row * columns, width) === label) this.predicted++;
  }

  accuracy(): { readonly stored: number; readonly predicted: number } | undefined {
    const { labels, decision } = this.output;
    if (labels === undefined || decision === 'none') return undefined;
    return { stored: this.stored / labels.length, predicted: this.predicted / labels.length };
  }
}
