import type { LayersModel, Tensor } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { HeldRows } from '../../input/HeldRows';
import { permutation } from '../../numeric/permutation';
import { seededRandom } from '../../numeric/seededRandom';
import type { BatchMetrics } from '../metrics/BatchMetrics';
import type { Table } from '../metrics/Table';
import { MetricSums } from '../modes/MetricSums';
import type { Measurement } from '../modes/Measurement';
import type { SurveyPlan } from '../modes/surveyModes';
import { forwardPass } from '../passes/forwardPass';
import { predicted, tablesOf } from '../passes/predictions';
import { isStateful, RecurrentMemory } from '../passes/RecurrentMemory';
import type { MetricValues } from '../recording/Recording';

/** `predict`, or training mode without noise: batches normalised by themselves. */
export type Look = 'inference' | 'training';

/** Rows in memory that hypotheses are tried on, and what the model gives for them. */
export class RowsSeen {
  readonly count: number;

  constructor(
    private readonly model: LayersModel,
    readonly xs: readonly Tensor[],
    readonly ys: readonly Tensor[],
    private readonly metrics: BatchMetrics,
    private readonly plan: SurveyPlan,
  ) {
    this.count = xs[0]!.shape[0]!;
  }

  /** The outputs for all rows, of inputs that may be others than `xs`. */
  async predictions(look: Look, xs: readonly Tensor[] = this.xs): Promise<readonly Table[]> {
    const held = new HeldRows(xs, [], []);
    const whole: Table[] = [];
    const order =
      look === 'inference'
        ? Int32Array.from({ length: this.count }, (_, row) => row)
        : Int32Array.from(permutation(this.count, seededRandom(this.plan.seed)));
    await held.each({ order, batchSize: this.batchSize(look) }, async (batch) => {
      const outputs = await tablesOf(this.fromResetStates(() => this.pass(look, batch.xs)));
      for (const [i, table] of outputs.entries()) this.place(whole, i, table, batch.rows);
    });
    return whole;
  }

  /** A model with states takes no other batches than it was built for. */
  private batchSize(look: Look): number {
    const { inferenceBatchSize = 32, batchSize } = this.plan;
    return look === 'inference' && !isStateful(this.model) ? inferenceBatchSize : batchSize;
  }

  private fromResetStates(pass: () => readonly Tensor[]): readonly Tensor[] {
    const memory = new RecurrentMemory(this.model);
    try {
      return memory.during(pass);
    } finally {
      memory.dispose();
    }
  }

  private pass(look: Look, xs: readonly Tensor[]): readonly Tensor[] {
    return look === 'inference'
      ? predicted(this.model, xs)
      : forwardPass(this.model, xs, { noise: false, batchNorm: { kind: 'batch' } });
  }

  private place(whole: Table[], output: number, table: Table, rows: Int32Array): void {
    const size = table.values.length / table.rows;
    whole[output] ??= {
      ...table,
      rows: this.count,
      shape: [this.count, ...table.shape.slice(1)],
      values: new Float32Array(this.count * size),
    };
    for (const [i, row] of rows.entries())
      whole[output].values.set(table.values.subarray(i * size, (i + 1) * size), row * size);
  }

  /** Metrics of predictions, held against targets that may be others than `ys`. */
  async metricsOf(predictions: readonly Table[], ys: readonly Tensor[] = this.ys): Promise<MetricValues> {
    const sums = new MetricSums();
    const rows = Int32Array.from({ length: this.count }, (_, row) => row);
    // A list of its own: what is known of one list of predictions is known for its own targets.
    sums.add(await this.metrics.all({ rows, xs: [], ys }, [...predictions]), this.count);
    return sums.means();
  }
}

/** At most `most` rows, evenly spaced, in whole batches where a model has states. The tensors are the caller's to dispose of. */
export async function gathered(
  { rows, model, plan }: Pick<Measurement, 'rows' | 'model' | 'plan'>,
  most: number,
): Promise<{ xs: Tensor[]; ys: Tensor[] }> {
  const whole = isStateful(model) ? plan.batchSize : 1;
  const count = Math.max(whole, Math.floor(Math.min(rows.count, most) / whole) * whole);
  const order = Int32Array.from({ length: count }, (_, i) => Math.floor((i * rows.count) / count));
  let kept: { xs: Tensor[]; ys: Tensor[] } = { xs: [], ys: [] };
  await rows.each({ order, batchSize: count }, async ({ xs, ys }) => {
    kept = { xs: xs.map((x) => tf.clone(x)), ys: ys.map((y) => tf.clone(y)) };
  });
  return kept;
}

/** At most `most` rows of what is measured. Their tensors are the caller's to dispose of. */
export async function seenOf(measurement: Measurement, most: number): Promise<RowsSeen> {
  const { xs, ys } = await gathered(measurement, most);
  return new RowsSeen(measurement.model, xs, ys, measurement.metrics, measurement.plan);
}
