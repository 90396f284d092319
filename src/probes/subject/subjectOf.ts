import type { LayersModel } from '@tensorflow/tfjs';
import { modelOf } from '../../input/modelOf';
import type { Data } from '../../input/Data';
import { isRecording } from '../recording/recordTraining';
import type { Recording } from '../recording/Recording';

/** A model, or a model with its training from `train`. */
export type LiveSubject =
  LayersModel | { readonly model: LayersModel; readonly data?: Data; readonly recording?: Recording };

/**
 * What can be put in front of a probe or a matcher: a model, a model with its training from `train`, or the path of a saved
 * model, beside which the recording of its training may lie.
 */
export type ModelSubject = LiveSubject | string;

/** A model and what came with it. */
export interface Subject {
  readonly model: LayersModel;
  readonly data: Data | undefined;
  readonly recording: Recording | undefined;
}

/** Takes a model, or anything with a model, data and a recording in it as `train` returns it. */
export function subjectOf(received: unknown, where: string): Subject {
  const what = `The subject of ${where}`;
  if (!isTrained(received)) return { model: modelOf(received, what), data: undefined, recording: undefined };
  return { model: modelOf(received.model, what), data: received.data, recording: received.recording };
}

function isTrained(value: unknown): value is { model: unknown; data?: Data; recording?: Recording } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'model' in value &&
    'recording' in value &&
    isRecording(value.recording)
  );
}
