import type { LayersModel } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import type { ModelJson } from './ModelJson';
import { savedModelError } from './savedModelError';

type AddWeight = (
  this: unknown,
  name: string,
  shape: readonly number[],
  dtype: unknown,
  initializer: unknown,
  ...rest: readonly unknown[]
) => unknown;

/**
 * Builds the layers of a saved model with weights of zero: what its initialisers would draw is overwritten anyway, and nobody's random
 * numbers are used up. Not many more numbers are taken than the weight files hold: a topology may ask for any size.
 */
export async function buildModel(file: string, model: ModelJson): Promise<LayersModel> {
  const { modelTopology, trainingConfig, userDefinedMetadata } = model;
  const prototype = tf.layers.Layer.prototype as unknown as { addWeight: AddWeight };
  const original = prototype.addWeight;
  let left = 2 * numbersIn(model) + spare;
  prototype.addWeight = function (name, shape, dtype, _initializer, ...rest) {
    left -= shape.reduce((product, size) => product * size, 1);
    if (!(left >= 0)) throw new TooLarge(`${(this as { name: string }).name}/${name} [${shape.join(', ')}]`);
    return original.call(this, name, shape, dtype, tf.initializers.zeros(), ...rest);
  };
  const before = new Set(Object.values(tf.engine().registeredVariables));
  try {
    const artifacts = {
      modelTopology,
      ...(trainingConfig === undefined ? {} : { trainingConfig }),
      ...(userDefinedMetadata === undefined ? {} : { userDefinedMetadata }),
    };
    return await tf.loadLayersModel({ load: async () => artifacts as tf.io.ModelArtifacts });
  } catch (error) {
    for (const variable of Object.values(tf.engine().registeredVariables))
      if (!before.has(variable)) variable.dispose();
    throw notBuilt(file, error as Error);
  } finally {
    prototype.addWeight = original;
  }
}

/** Numbers beyond twice those of the files: where a weight is missing, the error that names it shall be reached. */
const spare = 1_000_000;

class TooLarge extends Error {}

function numbersIn({ weightsManifest }: ModelJson): number {
  const sizes = weightsManifest
    .flatMap(({ weights }) => weights)
    .filter(({ group }) => group !== 'optimizer')
    .map(({ shape }) => shape.reduce((product, size) => product * size, 1));
  return sizes.reduce((sum, size) => sum + size, 0);
}

function notBuilt(file: string, error: Error): TypeError {
  if (error instanceof TooLarge)
    return savedModelError(
      file,
      `asking for far more numbers than its weight files hold, at ${error.message}`,
      'layers for which every weight is there',
      'save the model again: weights are missing, or the topology was changed',
    );
  const [unknown] = /Unknown layer: [\w$]+/i.exec(error.message) ?? [];
  return savedModelError(
    file,
    `one that TensorFlow.js cannot build: ${unknown ?? error.message.split('\n')[0]!}`,
    'layers of TensorFlow.js, and layers of your own that it knows',
    unknown === undefined
      ? 'look at its modelTopology: it may be of a Keras that this TensorFlow.js does not read'
      : 'call tf.serialization.registerClass(YourLayer) before the model is loaded',
  );
}
