import type { Moments } from './Moments';

/**
 * Mean and biased variance per channel of everything that came in batches: the law of total variance, merged as Chan,
 * Golub and LeVeque do, each batch weighing as many values as it has. Float64.
 */
export class PopulationMoments {
  private count = 0;
  private readonly mean: Float64Array;
  private readonly squares: Float64Array;

  constructor(channels: number) {
    this.mean = new Float64Array(channels);
    this.squares = new Float64Array(channels);
  }

  add({ mean, variance }: Moments, values: number): void {
    const total = this.count + values;
    for (let c = 0; c < this.mean.length; c++) {
      const delta = mean[c]! - this.mean[c]!;
      this.mean[c]! += (delta * values) / total;
      this.squares[c]! += variance[c]! * values + (delta * delta * this.count * values) / total;
    }
    this.count = total;
  }

  moments(): Moments {
    return { mean: this.mean.slice(), variance: this.squares.map((sum) => sum / this.count) };
  }
}
