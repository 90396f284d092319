import type { LayersModel } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { modelFileError } from '../modelFileError';
import type { ModelFile } from '../reading/ModelFile';

type Artifacts = Awaited<ReturnType<NonNullable<tf.io.IOHandler['load']>>>;

/** The model that a file describes, compiled as it says, before its weights are put in. */
export async function emptyModel(
  { content, place: { file } }: ModelFile,
  { compiled }: { readonly compiled: boolean },
): Promise<LayersModel> {
  const { trainingConfig, ...rest } = content;
  const artifacts = { ...rest, ...(compiled && trainingConfig != null ? { trainingConfig } : {}) };
  try {
    return await tf.loadLayersModel({ load: async () => withoutInitialisers(artifacts) });
  } catch (cause) {
    throw cannotBuild(cause, file);
  }
}

/**
 * tfjs leaves out the initialisers, which draw random numbers and take long, where weights will follow; it asks once whether they will,
 * and later again for the weights. The second time there are none: they are put in here, where an error can name the weight, and where the
 * tensors of a weight that does not fit are not lost.
 */
function withoutInitialisers(artifacts: object): Artifacts {
  let asked = false;
  return Object.defineProperty({ ...artifacts, weightSpecs: [] }, 'weightData', {
    get: () => {
      if (asked) return undefined;
      asked = true;
      return [];
    },
  });
}

function cannotBuild(cause: unknown, file: string): TypeError {
  const message = cause instanceof Error ? cause.message : String(cause);
  const [, kind, name] = /^Unknown (\w+): (.+?)\. This may be due/s.exec(message) ?? [];
  const error =
    name === undefined
      ? modelFileError(file, `one that TensorFlow.js cannot build: ${message.split('\n')[0]!.slice(0, 300)}`)
      : modelFileError(
          file,
          `one with the ${kind} ${name}, which TensorFlow.js does not know`,
          `register its class before loading: tf.serialization.registerClass(${name})`,
        );
  return Object.assign(error, { cause });
}
