/**
 * How many rows an accuracy loses in inference mode although training mode has them better in every batching. Rows are
 * told by their place; where a stream gives them in another order every time, the least number that the counts allow.
 */
export class KeptRows {
  private readonly least: number[] = [];
  private readonly wrong: number[] = [];
  private kept = 0;
  private right = 0;
  private count = 0;

  inTraining(batching: number, rows: Int32Array, values: Float64Array): void {
    for (const [i, row] of rows.entries()) {
      this.least[row] = Math.min(this.least[row] ?? Infinity, values[i]!);
      this.wrong[batching] = (this.wrong[batching] ?? 0) + 1 - values[i]!;
    }
  }

  inInference(rows: Int32Array, values: Float64Array): void {
    for (const [i, row] of rows.entries()) {
      // Never in training mode where the model is the same in every mode.
      if ((this.least[row] ?? -Infinity) > values[i]!) this.kept += 1;
      this.right += values[i]!;
      this.count += 1;
    }
  }

  number(sameOrder: boolean): number {
    if (sameOrder || this.wrong.length === 0) return this.kept;
    const everWrong = this.wrong.reduce((sum, wrong) => sum + wrong, 0);
    return Math.max(0, Math.floor(this.count - everWrong - this.right + 1e-6));
  }
}
