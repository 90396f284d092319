import type { LayersModel, Tensor } from '@tensorflow/tfjs';
import { type Batch, type Batching, inOrder, type Rows } from '../../input/Rows';
import type { Moments } from '../../numeric/Moments';
import type { BatchNormMeasurement } from '../batchNorm/BatchNormMeasurement';
import { batchNormMeasurements, movingMoments } from '../batchNorm/batchNormMeasurements';
import { StatisticsCollector } from '../batchNorm/StatisticsCollector';
import { type BatchNormalization, batchNormLayersOf } from '../model/batchNormLayersOf';
import { foreignLayers } from '../model/foreignLayers';
import { hasNoise } from '../model/hasNoise';
import { forwardPass } from '../passes/forwardPass';
import { predicted, tablesOf } from '../passes/predictions';
import { isStateful, RecurrentMemory } from '../passes/RecurrentMemory';
import { withSeededRandom } from '../passes/withSeededRandom';
import type { Recording } from '../recording/Recording';
import { type BatchingPlan, batchingsOf } from './batchingsOf';
import type { FirstLook } from './FirstLook';
import type { ModeWatcher, Outputs, Survey } from './Survey';

export interface SurveyPlan extends BatchingPlan {
  readonly recording: Recording | undefined;
  /** Rows in a batch where no layer looks beyond its row. Default: 32, as `predict` has it. */
  readonly inferenceBatchSize?: number;
  /** Whether inference mode is `model.predict`, or the same with BatchNorm computed here where the engine's is wrong. */
  readonly inference?: 'predict' | 'own BatchNorm';
  /** Whether inference mode is all that is looked at, and stands for every other mode. */
  readonly inferenceAlone?: boolean;
  /** Shared by two surveys of the same rows in memory: the second need not predict what the first has predicted. */
  readonly firstLook?: FirstLook;
}

/**
 * Passes all rows through the model in every mode and shows each batch to `watcher`. Nothing is kept of a batch but the
 * moments of BatchNorm inputs, in float64. At most `batchings + 2` readings of the rows: a model that neither normalises nor draws
 * random numbers is the same in every mode, and one without noise is the same with noise off.
 */
export async function surveyModes(
  model: LayersModel,
  rows: Rows,
  plan: SurveyPlan,
  watcher: ModeWatcher,
): Promise<Survey> {
  const survey = new Surveyor(model, rows, plan, watcher);
  return withSeededRandom(plan.seed, () => survey.run());
}

/** Runs one pass with a recurrent memory. */
type During = (pass: () => readonly Tensor[]) => readonly Tensor[];

class Surveyor {
  private readonly noisy: boolean;
  private readonly normalised: boolean;
  private readonly stateful: boolean;
  private readonly quiet = new StatisticsCollector();
  private readonly settled: StatisticsCollector;
  private readonly givenOrder = new StatisticsCollector();
  private batches = 0;

  constructor(
    private readonly model: LayersModel,
    private readonly rows: Rows,
    private readonly plan: SurveyPlan,
    private readonly watcher: ModeWatcher,
  ) {
    const alone = plan.inferenceAlone === true;
    this.noisy = !alone && hasNoise(model);
    this.normalised = !alone && (batchNormLayersOf(model).length > 0 || foreignLayers(model).length > 0);
    this.stateful = isStateful(model);
    this.settled = this.noisy ? new StatisticsCollector() : this.quiet;
  }

  async run(): Promise<Survey> {
    const batchings =
      this.noisy || this.normalised
        ? batchingsOf(this.rows, this.plan, { noisy: this.noisy, stateful: this.stateful })
        : [];
    for (const [i, batching] of batchings.entries()) await this.inTrainingMode(i, batching);
    if (this.isInAnotherOrder(batchings)) await this.inGivenOrder();
    const batchNorm = this.normalised ? await this.batchNorm() : [];
    if (this.watcher.isEnough?.(batchNorm) !== true) await this.inInferenceMode();
    return {
      batchings: batchings.length,
      batchSize: this.rows.largestBatch ?? this.plan.batchSize,
      batchNorm,
    };
  }

  private async batchNorm(): Promise<readonly BatchNormMeasurement[]> {
    return batchNormMeasurements(this.model, {
      settled: this.settled,
      noiseless: this.quiet,
      givenOrder: this.givenOrder,
      batches: this.batches,
      batchSize: this.rows.largestBatch ?? this.plan.batchSize,
      recording: this.plan.recording,
    });
  }

  /** Whether other batches come of the order in which the rows are given, and the fit may have had those. */
  private isInAnotherOrder(batchings: readonly Batching[]): boolean {
    if (this.plan.recording?.shuffled === true || !this.normalised) return false;
    return !this.rows.streamed && !this.stateful && this.batches > batchings.length;
  }

  private async inTrainingMode(i: number, batching: Batching): Promise<void> {
    this.quiet.looksAtRows = i === 0 && this.rowsAreASample();
    await this.through(batching, async (batch, [quietly, noisily]) => {
      this.batches += 1;
      const { xs } = batch;
      const quiet = await tablesOf(quietly(() => this.onBatch(xs, false, this.quiet)));
      const noisy = this.noisy ? await tablesOf(noisily(() => this.onBatch(xs, true, this.settled))) : quiet;
      await this.watcher.training?.(i, batch, noisy, quiet);
    });
  }

  /** Whether the rows may be others than those that moving statistics come from. */
  private rowsAreASample(): boolean {
    const { recording } = this.plan;
    return (
      this.normalised &&
      (recording === undefined || (!this.rows.streamed && recording.rows !== this.rows.count))
    );
  }

  private async inGivenOrder(): Promise<void> {
    await this.through(inOrder(this.rows, this.plan.batchSize), async (batch, [pass]) => {
      const outputs = await tablesOf(pass(() => this.onBatch(batch.xs, this.noisy, this.givenOrder)));
      await this.watcher.inGivenOrder?.(batch, outputs);
    });
  }

  private async inInferenceMode(): Promise<void> {
    const { inferenceBatchSize = 32, batchSize } = this.plan;
    const batching = inOrder(this.rows, this.stateful ? batchSize : inferenceBatchSize);
    const population = this.quiet.population();
    const inference = await this.inferencePass();
    await this.through(batching, async (batch, [judged, exactly]) => {
      const { xs } = batch;
      const predictions = this.known() ?? (await tablesOf(judged(() => inference(xs))));
      this.plan.firstLook?.see(batch, this.rows.count, predictions);
      const exact = this.normalised
        ? await tablesOf(exactly(() => this.onGiven(xs, population)))
        : predictions;
      await this.watcher.inference(batch, predictions, exact);
    });
  }

  private known(): Outputs | undefined {
    return this.stateful ? undefined : this.plan.firstLook?.outputs;
  }

  private async inferencePass(): Promise<(xs: readonly Tensor[]) => readonly Tensor[]> {
    if (this.plan.inference !== 'own BatchNorm') return (xs) => predicted(this.model, xs);
    const moving = await movingMoments(this.model);
    return (xs) => this.onGiven(xs, moving);
  }

  /** All rows, batch by batch; each of two series of passes has a recurrent memory of its own. */
  private async through(
    batching: Batching,
    use: (batch: Batch, during: readonly [During, During]) => Promise<void>,
  ): Promise<void> {
    const [first, second] = [new RecurrentMemory(this.model), new RecurrentMemory(this.model)];
    try {
      await this.rows.each(batching, (batch) =>
        use(batch, [(pass) => first.during(pass), (pass) => second.during(pass)]),
      );
    } finally {
      first.dispose();
      second.dispose();
    }
  }

  private onBatch(xs: readonly Tensor[], noise: boolean, { seen }: StatisticsCollector): readonly Tensor[] {
    return forwardPass(this.model, xs, { noise, batchNorm: { kind: 'batch', seen } });
  }

  private onGiven(xs: readonly Tensor[], of: ReadonlyMap<BatchNormalization, Moments>): readonly Tensor[] {
    return forwardPass(this.model, xs, { noise: false, batchNorm: { kind: 'given', of } });
  }
}
