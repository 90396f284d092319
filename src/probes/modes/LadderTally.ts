import type { Batch } from '../../input/Rows';
import type { BatchMetrics } from '../metrics/BatchMetrics';
import type { MetricValues } from '../recording/Recording';
import { MetricSums } from './MetricSums';
import type { RungName } from './Modes';
import type { ModeWatcher, Outputs } from './Survey';

/** Every metric on every rung below fit time, computed batch by batch from the predictions. */
export class LadderTally implements ModeWatcher {
  private readonly noisy: MetricSums[] = [];
  private readonly quiet: MetricSums[] = [];
  private givenOrder: MetricSums | undefined;
  private readonly exact = new MetricSums();
  private readonly judged = new MetricSums();
  private readonly unweighted = new MetricSums();

  constructor(private readonly metrics: BatchMetrics) {}

  async training(batching: number, batch: Batch, noisy: Outputs, quiet: Outputs): Promise<void> {
    const values = await this.metrics.all(batch, noisy);
    (this.noisy[batching] ??= new MetricSums()).add(values, batch.rows.length);
    const quietly = quiet === noisy ? values : await this.metrics.all(batch, quiet);
    (this.quiet[batching] ??= new MetricSums()).add(quietly, batch.rows.length);
  }

  async inGivenOrder(batch: Batch, noisy: Outputs): Promise<void> {
    this.givenOrder ??= new MetricSums();
    this.givenOrder.add(await this.metrics.all(batch, noisy), batch.rows.length);
  }

  async inference(batch: Batch, inference: Outputs, population: Outputs): Promise<void> {
    const values = await this.metrics.all(batch, inference);
    this.judged.add(values, batch.rows.length);
    const exactly = population === inference ? values : await this.metrics.all(batch, population);
    this.exact.add(exactly, batch.rows.length);
    if (this.metrics.weighted)
      this.unweighted.add(await this.metrics.unweighted().all(batch, inference), batch.rows.length);
  }

  /** The values of each rung, one for each batching. A model that is the same in every mode was run in one. */
  rungs(): readonly (readonly [RungName, readonly MetricValues[]])[] {
    const inference = [this.judged.means()];
    const of = (batchings: readonly MetricSums[]): readonly MetricValues[] =>
      batchings.length === 0 ? inference : batchings.map((sums) => sums.means());
    return [
      ['training-mode', of(this.noisy)],
      ['dropout-off', of(this.quiet)],
      ['population-batchnorm', [this.exact.means()]],
      ['inference-mode', inference],
    ];
  }

  /** How much class weights add to the loss in inference mode; undefined without them. */
  weighting(): number | undefined {
    if (!this.metrics.weighted) return undefined;
    return this.judged.means()['loss']! - this.unweighted.means()['loss']!;
  }

  /** Training mode with the rows in the order in which they are given; undefined where that makes no difference. */
  inFitOrder(): MetricValues | undefined {
    return this.givenOrder?.means();
  }
}
