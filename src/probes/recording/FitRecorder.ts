import type { LayersModel } from '@tensorflow/tfjs';
import { sealed } from '../../files/json/seal';
import type { Data } from '../../input/Data';
import { lossNames } from '../metrics/lossNames';
import { metricsOf } from '../metrics/metricsOf';
import { inputError } from '../../input/inputError';
import { rowsOf } from '../../input/rowsOf';
import { canonicalMetrics, type Logs } from './canonicalMetrics';
import { digestOf } from './digestOf';
import { FittedRows } from './FittedRows';
import { frozenDigests } from './frozenDigests';
import { labelsOf } from './labelsOf';
import { layerPrints } from './layerPrints';
import { MovingTrajectory } from './MovingTrajectory';
import type { BatchRecord, ClassWeights, MetricValues, Recording } from './Recording';
import { regulariserPenalty } from './regulariserPenalty';
import { shortened } from './shortened';
import { startStatistics } from './startStatistics';
import { batchWatchers, watchBatches } from './watchBatches';
import { weightsDigest } from './weightsDigest';

/** What `train` knows and a callback is not told. */
export interface FitFacts {
  readonly seed?: number;
  readonly shuffled?: boolean;
  readonly classWeight?: ClassWeights;
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
    let losses: readonly string[];
    let frozenBefore: ReadonlyMap<string, string>;
    let [fitted, moving] = [new FittedRows(model), new MovingTrajectory(model)];
    let isHeld = false;
    let unwatch = (): void => undefined;
    batchWatchers();

    this.onTrainBegin = async () => {
      [epochs, updates] = [[], 0];
      [fitted, moving] = [new FittedRows(model), new MovingTrajectory(model)];
      const rows = await rowsOf(data, model, 'recordTraining');
      isHeld = !rows.streamed;
      rows.dispose();
      losses = lossNames(metricsOf(model, 'recordTraining'));
      batchNormStart = await startStatistics(model);
      frozenBefore = await frozenDigests(model);
      unwatch = watchBatches(model, fitted.see);
    };
    this.onEpochBegin = async () => {
      batches = [];
      penalties = [];
      fitted.startEpoch();
    };
    this.onBatchBegin = async () => {
      penalties.push(await regulariserPenalty(model));
    };
    this.onBatchEnd = async (_index, logs) => {
      const size = logs?.size;
      const print = fitted.lastPrint;
      batches.push({
        size: typeof size === 'number' ? size : 1,
        metrics: await canonicalMetrics(logs),
        ...(print !== undefined && { print }),
      });
      updates += 1;
    };
    this.onEpochEnd = async (_index, logs) => {
      epochs.push(await canonicalMetrics(logs));
      await moving.epochEnds(updates);
    };
    this.onTrainEnd = async () => {
      unwatch();
      const rows = batches.reduce((sum, batch) => sum + batch.size, 0);
      this.finished = {
        version: 2,
        epochs,
        lastEpoch: shortened(batches),
        updates,
        losses,
        batchSize: Math.max(...batches.map((batch) => batch.size)),
        rows,
        penalty: batches.reduce((sum, { size }, i) => sum + size * penalties[i]!, 0) / rows,
        // `validationSplit` trains on the first rows and keeps the last ones.
        ...(await ofData(data, model, rows)),
        ...(isHeld && shuffledIn(fitted)),
        ...(fitted.changes && { changes: fitted.changes }),
        layers: (await layerPrints(model)).map(({ print }) => print),
        movingStatistics: moving.trajectory,
        weightsDigest: await weightsDigest(model),
        batchNormStart,
        ...(await movedSince(frozenBefore, model)),
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

  /** With a digest of itself, so that a file that was damaged is no recording. */
  toJSON(): Recording & { readonly integrity: string } {
    return sealed(JSON.parse(JSON.stringify(this.recording)) as Recording);
  }
}

/** Rows that change from epoch to epoch have no order to compare. */
function shuffledIn({ changes, inSameBatches }: FittedRows): Pick<Recording, 'shuffled'> {
  return changes?.inputs === false && inSameBatches !== undefined ? { shuffled: !inSameBatches } : {};
}

type OfData = Pick<Recording, 'dataDigest' | 'inputsDigest' | 'targetsDigest' | 'labels'>;

async function ofData(data: Data, model: LayersModel, take: number): Promise<OfData> {
  const rows = await rowsOf(data, model, 'recordTraining');
  try {
    const { rows: dataDigest, inputs: inputsDigest, targets: targetsDigest } = await digestOf(rows, take);
    return { dataDigest, inputsDigest, targetsDigest, labels: await labelsOf(rows, model, take) };
  } finally {
    rows.dispose();
  }
}

async function movedSince(
  before: ReadonlyMap<string, string>,
  model: LayersModel,
): Promise<Pick<Recording, 'frozenMoved'>> {
  const after = await frozenDigests(model);
  const frozenMoved = [...before]
    .filter(([path, digest]) => after.get(path) !== digest)
    .map(([path]) => path);
  return frozenMoved.length > 0 ? { frozenMoved } : {};
}
