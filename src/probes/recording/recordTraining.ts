import type { LayersModel } from '@tensorflow/tfjs';
import { checkOptions } from '../../input/checkOptions';
import { given } from '../../input/given';
import { inputError } from '../../input/inputError';
import { modelOf } from '../../input/modelOf';
import * as rules from '../../input/rules';
import type { Data } from '../../input/Data';
import { recordingComplaint } from './checkRecording';
import { FitRecorder } from './FitRecorder';
import type { ClassWeights, LayerPrint, MetricValues, Recording, TrajectoryPoint } from './Recording';

export interface RecordOptions {
  /** The `classWeight` that `fit` is given: a callback is not told. Default: all classes weigh the same. */
  readonly classWeight?: ClassWeights;
}

/**
 * A callback that records a `fit` of your own: metrics per batch and epoch, number of updates, batch sizes, digests of
 * data and weights. Callbacks never see the data, so it is passed here too.
 *
 * @example
 * const recorder = recordTraining(model, { xs, ys });
 * await model.fit(xs, ys, { epochs: 20, callbacks: recorder });
 * await expect(model).toPredictConsistentlyWithTraining({ xs, ys }, { recording: recorder });
 * fs.writeFileSync('recording.json', JSON.stringify(recorder));
 */
export function recordTraining(model: LayersModel, data: Data, options: RecordOptions = {}): FitRecorder {
  checkOptions('recordTraining', options, { classWeight: rules.object });
  return new FitRecorder(modelOf(model, 'The model given to recordTraining'), data, options);
}

/**
 * The recording that `JSON.stringify(recorder)` wrote.
 *
 * @param json the text, or what `JSON.parse` made of it
 */
recordTraining.fromJSON = (json: unknown): Recording => {
  const parsed = typeof json === 'string' ? parsedOrAsItIs(json) : json;
  const complaint = isRecording(parsed) ? recordingComplaint({ ...parsed }) : given(parsed);
  if (complaint === undefined) return restored(parsed as WrittenRecording);
  throw inputError({
    what: 'The JSON given to recordTraining.fromJSON',
    given: complaint,
    allowed: 'a recording of version 1 or 2, as JSON.stringify(recorder) writes it',
    next: 'pass what the training job wrote; a recording of a later version needs a later jest-model-regression',
  });
};

/** A recording with what a file says about itself. */
type WrittenRecording = Recording & { readonly integrity?: string; readonly ofModel?: string };

/** Text that is no JSON is no recording either, and is named by the same error. */
function parsedOrAsItIs(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text.slice(0, 40);
  }
}

/** JSON has no NaN: the metrics of a fit that diverged come back as null. */
function restored({ integrity: _digest, ofModel: _model, ...recording }: WrittenRecording): Recording {
  const numbers = (metrics: MetricValues): MetricValues =>
    Object.fromEntries(
      Object.entries(metrics).map(([name, value]: [string, number | null]) => [name, value ?? NaN]),
    );
  return {
    ...recording,
    epochs: recording.epochs.map(numbers),
    lastEpoch: recording.lastEpoch.map((batch) => ({ ...batch, metrics: numbers(batch.metrics) })),
    penalty: recording.penalty ?? NaN,
    ...(recording.layers && { layers: recording.layers.map(restoredPrint) }),
    ...(recording.movingStatistics && { movingStatistics: recording.movingStatistics.map(restoredPoint) }),
  };
}

function restoredPoint({ updates, layers }: TrajectoryPoint): TrajectoryPoint {
  const number = (value: number | null): number => value ?? NaN;
  return { updates, layers: layers.map(([mean, variance]) => [number(mean), number(variance)] as const) };
}

function restoredPrint({ digest, norm, sample }: LayerPrint): LayerPrint {
  return { digest, norm: norm ?? NaN, sample: sample.map((value: number | null) => value ?? NaN) };
}

/** Whether a value is a recording rather than the recorder that makes it. */
export function isRecording(value: unknown): value is Recording {
  if (typeof value !== 'object' || value === null) return false;
  const { version, epochs, updates } = value as Partial<Recording>;
  return (version === 1 || version === 2) && Array.isArray(epochs) && typeof updates === 'number';
}
