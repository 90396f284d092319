import { firstNonFinite } from '../../numeric/firstNonFinite';
import type { Batch } from '../../input/Rows';
import { type BatchMetrics, targetsOf } from '../metrics/BatchMetrics';
import { TargetSample } from '../metrics/TargetSample';
import { RowsDigest } from '../recording/RowsDigest';
import type { MetricValues } from '../recording/Recording';
import { KeptRows } from './KeptRows';
import { MetricSums } from './MetricSums';
import { OrderSeen } from './OrderSeen';
import type { ModeWatcher, Outputs } from './Survey';

/** What is known of single rows: which are lost, which hang on rounding, which are not finite, and which rows they are. */
export class RowsTally implements ModeWatcher {
  readonly digest = new RowsDigest();
  readonly nonFiniteRows: number[] = [];
  readonly targets: readonly TargetSample[];
  private readonly kept: ReadonlyMap<string, KeptRows>;
  private readonly doubted = new MetricSums();
  private readonly order = new OrderSeen();

  constructor(
    private readonly metrics: BatchMetrics,
    outputs: number,
    /** Rows in memory are told by their place, those of a stream only if they come in the same order every time. */
    private readonly streamed: boolean,
  ) {
    this.targets = Array.from({ length: outputs }, () => new TargetSample());
    this.kept = new Map(metrics.accuracies.map((name) => [name, new KeptRows()]));
  }

  async training(batching: number, batch: Batch, noisy: Outputs): Promise<void> {
    const values = await this.metrics.all(batch, noisy);
    for (const [name, rows] of this.kept) rows.inTraining(batching, batch.rows, values.get(name)!);
    if (this.streamed) await this.order.add(`batching ${batching}`, batch);
  }

  async inference(batch: Batch, inference: Outputs): Promise<void> {
    const values = await this.metrics.all(batch, inference);
    for (const [name, rows] of this.kept) rows.inInference(batch.rows, values.get(name)!);
    this.doubted.add(await this.metrics.doubtedAccuracies(batch, inference), batch.rows.length);
    this.nonFiniteRows.push(...nonFiniteRows(batch.rows, inference));
    for (const [i, targets] of this.targets.entries()) targets.add(await targetsOf(batch, i, inference));
    await this.digest.add(batch);
    if (this.streamed) await this.order.add('inference', batch);
  }

  keptInTraining(): Readonly<Record<string, number>> {
    const sameOrder = !this.streamed || this.sameOrder;
    return Object.fromEntries([...this.kept].map(([name, rows]) => [name, rows.number(sameOrder)]));
  }

  get sameOrder(): boolean {
    return this.order.isTheSame;
  }

  withinMargin(): MetricValues {
    return this.doubted.means();
  }
}

function nonFiniteRows(rows: Int32Array, outputs: Outputs): readonly number[] {
  return Array.from(rows).filter((_, i) =>
    outputs.some(({ values, rows: count }) => {
      const size = values.length / count;
      return firstNonFinite(values.subarray(i * size, (i + 1) * size)) !== -1;
    }),
  );
}
