/**
 * Mean and standard deviation per channel of a stream of vectors, each vector weighing the same (Welford's
 * recurrence, float64). The standard deviation is unbiased: divided by `count - 1`.
 */
export class RunningMoments {
  count = 0;
  readonly mean: Float64Array;
  private readonly squares: Float64Array;

  constructor(channels: number) {
    this.mean = new Float64Array(channels);
    this.squares = new Float64Array(channels);
  }

  add(vector: ArrayLike<number>): void {
    this.count += 1;
    for (let c = 0; c < this.mean.length; c++) {
      const delta = vector[c]! - this.mean[c]!;
      this.mean[c]! += delta / this.count;
      this.squares[c]! += delta * (vector[c]! - this.mean[c]!);
    }
  }

  /** Zero while there are fewer than two vectors: one batch shows no noise. */
  standardDeviation(): Float64Array {
    return this.squares.map((sum) => (this.count < 2 ? 0 : Math.sqrt(sum / (this.count - 1))));
  }
}
