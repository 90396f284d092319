import type { Batch } from '../../input/Rows';
import type { ClassWeight } from './classWeights';
import type { OutputMetrics } from './Metric';
import { rowWeights } from './rowWeights';
import { type Table, tableOf } from './Table';
import { withBenefitOfDoubt } from './withBenefitOfDoubt';

/** Values of metrics, one for each row of a batch. */
export type PerRow = ReadonlyMap<string, Float64Array>;

/** The metrics of all outputs of a model. The loss of a model with several outputs is the sum of theirs. */
export class BatchMetrics {
  private readonly known = new WeakMap<readonly Table[], Promise<PerRow>>();

  constructor(
    private readonly outputs: readonly OutputMetrics[],
    /** One for each output; undefined where all classes weigh the same. */
    private readonly classWeights: readonly (ClassWeight | undefined)[],
    private readonly where: string,
  ) {}

  /** Whether classes weigh differently in some loss. */
  get weighted(): boolean {
    return this.classWeights.some((weights) => weights !== undefined);
  }

  /** The same without class weights. */
  unweighted(): BatchMetrics {
    return new BatchMetrics(
      this.outputs,
      this.outputs.map(() => undefined),
      this.where,
    );
  }

  /** Names of the metrics that are bounded by 0 and 1, higher being better. */
  get accuracies(): readonly string[] {
    return this.outputs.flatMap(({ others }) =>
      others.filter(({ kind }) => kind === 'accuracy').map(({ name }) => name),
    );
  }

  /** Every metric of every output, losses weighted as `fit` weights them. Computed once for whoever asks about the same predictions. */
  all(batch: Batch, predictions: readonly Table[]): Promise<PerRow> {
    const values = this.known.get(predictions) ?? this.computed(batch, predictions);
    this.known.set(predictions, values);
    return values;
  }

  private async computed(batch: Batch, predictions: readonly Table[]): Promise<PerRow> {
    const values = new Map<string, Float64Array>();
    const total = new Float64Array(batch.rows.length);
    for (const [i, { loss, others }] of this.outputs.entries()) {
      const targets = await targetsOf(batch, i, predictions);
      const lossOfRows = await loss.perRow(targets, predictions[i]!);
      const weights = rowWeights(targets, this.classWeights[i], this.where, this.nameOf(i));
      const weighted =
        weights === undefined ? lossOfRows : lossOfRows.map((value, row) => value * weights[row]!);
      weighted.forEach((value, row) => (total[row]! += value));
      values.set(loss.name, weighted);
      for (const metric of others) values.set(metric.name, await metric.perRow(targets, predictions[i]!));
    }
    if (this.outputs.length > 1) values.set('loss', total);
    return values;
  }

  /** In errors, where there are several. */
  private nameOf(output: number): string | undefined {
    return this.outputs.length > 1 ? this.outputs[output]!.output : undefined;
  }

  /** Only the accuracies, with the benefit of the doubt for decisions that hang on rounding. */
  async doubtedAccuracies(batch: Batch, predictions: readonly Table[]): Promise<PerRow> {
    const values = new Map<string, Float64Array>();
    for (const [i, { others }] of this.outputs.entries()) {
      const targets = await targetsOf(batch, i, predictions);
      const doubted = withBenefitOfDoubt(targets, predictions[i]!);
      for (const metric of others.filter(({ kind }) => kind === 'accuracy'))
        values.set(metric.name, await metric.perRow(targets, doubted));
    }
    return values;
  }
}

/** Class indices have an axis less than the predictions that they are for. */
export function targetsOf(batch: Batch, output: number, predictions: readonly Table[]): Promise<Table> {
  return tableOf(batch.ys[output]!, predictions[output]!.shape.length);
}
