import type { PerRow } from '../metrics/BatchMetrics';
import type { MetricValues } from '../recording/Recording';

/** Means over rows that come batch by batch, in float64. */
export class MetricSums {
  private readonly sums = new Map<string, number>();
  private rows = 0;

  add(perRow: PerRow, rows: number): void {
    this.rows += rows;
    for (const [name, values] of perRow) {
      let sum = this.sums.get(name) ?? 0;
      for (const value of values) sum += value;
      this.sums.set(name, sum);
    }
  }

  means(): MetricValues {
    return Object.fromEntries([...this.sums].map(([name, sum]) => [name, sum / this.rows]));
  }
}
