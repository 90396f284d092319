/**
 * The exponential moving average of a stream of vectors that comes again and again: what `m a + (1 - m) x` tends to at the end of each round,
 * `(1 - m) sum(m^k x[n - k]) / (1 - m^n)`, k from 0 to n - 1. Float64.
 */
export class MovingAverage {
  private readonly sum: Float64Array;
  private weight = 0;

  constructor(
    channels: number,
    private readonly momentum: number,
  ) {
    this.sum = new Float64Array(channels);
  }

  add(vector: ArrayLike<number>): void {
    const share = 1 - this.momentum;
    this.weight = this.momentum * this.weight + share;
    for (let c = 0; c < this.sum.length; c++) this.sum[c] = this.momentum * this.sum[c]! + share * vector[c]!;
  }

  /** NaN before the first vector, and where the momentum is 1: nothing is ever taken in. */
  get value(): Float64Array {
    return this.sum.map((sum) => sum / this.weight);
  }
}
