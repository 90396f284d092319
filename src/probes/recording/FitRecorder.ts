import type { LayersModel } from '@tensorflow/tfjs';
import type { Data, Rows } from '../../input/Rows';
import { inputError } from '../../input/inputError';
import { rowsOf } from '../../input/rowsOf';
import { canonicalMetrics, type Logs } from './canonicalMetrics';
import type { BatchRecord, MetricValues, Recording } from './Recording';
import { regulariserPenalty } from './regulariserPenalty';
import { rowsDigest } from './rowsDigest';
import { startStatistics } from './startStatistics';
import { weightsDigest } from './weightsDigest';

/** What `train` knows and a callback is not told. */
export interface FitFacts {
  readonly seed?: number;
  readonly classWeight?: Readonly<Record<string, number>>;
}

type Hook = (index: number, logs?: Logs) => Promise<void>;

/**
 * A callback for `model.fit` that records what the fit promises. Its hooks are closures and it has `setParams` and
 * `setModel`: tfjs wraps a plain object into a callback of its own, but takes it as it is when the first callback of
 * the list is a `tf.Callback`.
 */
export class FitRecorder {
  readonly onTrainBegin: () => Promise<void>;
  readonly onTrainEnd: () => Promise<void>;
  readonly onEpochBegin: Hook;
  readonly onEpochEnd: Hook;
  readonly onBatchBegin: Hook;
  readonly onBatchEnd: Hook;

  private finished: Recording | undefined;

  constructor(model: LayersModel, data: Data, facts: FitFacts = {}) {
    let epochs: MetricValues[] = [];
    let batches: BatchRecord[] = [];
    let penalties: number[] = [];
    let updates = 0;
    let batchNormStart: Recording['batchNormStart'];
    let given: Rows;

    this.onTrainBegin = async () => {
      [epochs, updates] = [[], 0];
      given = await rowsOf(data, model, 'recordTraining');
      batchNormStart = await startStatistics(model);
    };
    this.onEpochBegin = async () => {
      batches = [];
      penalties = [];
    };
    this.onBatchBegin = async () => {
      penalties.push(await regulariserPenalty(model));
    };
    this.onBatchEnd = async (_index, logs) => {
      const size = logs?.size;
      batches.push({ size: typeof size === 'number' ? size : 1, metrics: await canonicalMetrics(logs) });
      updates += 1;
    };
    this.onEpochEnd = async (_index, logs) => {
      epochs.push(await canonicalMetrics(logs));
    };
    this.onTrainEnd = async () => {
      const rows = batches.reduce((sum, batch) => sum + batch.size, 0);
      this.finished = {
        version: 1,
        epochs,
        lastEpoch: batches,
        updates,
        batchSize: Math.max(...batches.map((batch) => batch.size)),
        rows,
        penalty: batches.reduce((sum, { size }, i) => sum + size * penalties[i]!, 0) / rows,
        // `validationSplit` trains on the first rows and keeps the last ones.
        dataDigest: await rowsDigest(given, Math.min(rows, given.count)),
        weightsDigest: await weightsDigest(model),
        batchNormStart,
        ...facts,
      };
    };
  }

  setParams(): void {
    // Needed only so that tfjs can call it.
  }

  setModel(): void {
    // The model is the one given to the constructor.
  }

  /** What the last fit with this callback left behind. Throws while there is none, or when it trained on no batch. */
  get recording(): Recording {
    if (this.finished === undefined || this.finished.updates === 0) {
      throw inputError({
        what: 'The recording of recordTraining',
        given:
          this.finished === undefined
            ? 'empty: no fit with this callback has ended'
            : 'empty: the fit ran no batch',
        allowed: 'a recording of one batch or more',
        next: 'pass the recorder to fit: await model.fit(xs, ys, { callbacks: recorder })',
      });
    }
    return this.finished;
  }

  toJSON(): Recording {
    return this.recording;
  }
}
