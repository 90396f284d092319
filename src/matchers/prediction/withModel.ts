import type { LayersModel } from '@tensorflow/tfjs';
import { startBackend } from '../../backends/startBackend';
import { exclusively } from '../../backends/exclusively';
import { withSeededRandom } from '../../probes/passes/withSeededRandom';
import type { Subject } from '../../probes/subject/subjectOf';
import { withSubject } from '../../probes/subject/withSubject';
import { builtBy, type ModelFactory } from '../../training/builtBy';

/** A model that is to predict, and how it came to its weights. */
export interface Predictor {
  readonly model: LayersModel;
  readonly data: Subject['data'];
  readonly weights: 'fixed' | 'trained';
  readonly seed: number | undefined;
}

/** Gives `use` the model of a matcher that only predicts. What a factory makes under the seed is freed afterwards. */
export async function withModel<T>(
  received: unknown,
  seed: number,
  where: string,
  use: (predictor: Predictor) => Promise<T>,
): Promise<T> {
  if (typeof received !== 'function')
    return withSubject(received, where, (subject) =>
      use(
        typeof received === 'string' ? { ...predictorOf(subject), weights: 'fixed' } : predictorOf(subject),
      ),
    );
  await startBackend();
  const { model, free } = await exclusively(() =>
    withSeededRandom(seed, () => builtBy(received as ModelFactory, where)),
  );
  try {
    return await use({ ...predictorOf({ model, data: undefined, recording: undefined }), seed });
  } finally {
    free();
  }
}

function predictorOf({ model, data, recording }: Subject): Predictor {
  const trained = recording !== undefined || fittedHere(model);
  return { model, data, weights: trained ? 'trained' : 'fixed', seed: recording?.seed };
}

/** A model that has been fitted in this process carries the history of it; a Sequential on the model within. */
function fittedHere(model: LayersModel): boolean {
  const { history, model: within } = model as { history?: unknown; model?: { history?: unknown } };
  return history != null || within?.history != null;
}
