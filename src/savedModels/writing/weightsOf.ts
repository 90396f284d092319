import type { LayersModel, Optimizer, Tensor, Variable } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { inputError } from '../../input/inputError';
import type { WeightSpec } from '../reading/WeightSpec';

/** A weight on its way into a file. */
export interface WrittenWeight {
  readonly spec: WeightSpec;
  readonly bytes: Uint8Array;
}

/** Every weight of the model under the name that tfjs keeps it by. */
export async function weightsOf(model: LayersModel): Promise<readonly WrittenWeight[]> {
  const weights = model.weights as unknown as { readonly originalName: string; readonly val: Variable }[];
  const seen = new Set<string>();
  const written: WrittenWeight[] = [];
  for (const { originalName: name, val } of weights) {
    if (seen.has(name)) throw sameName(name);
    seen.add(name);
    written.push(await writtenWeight(name, val));
  }
  return written;
}

/** What the optimizer has gathered: the number of updates, then its slots in its own order. */
export async function optimizerWeightsOf(model: LayersModel): Promise<readonly WrittenWeight[]> {
  const { optimizer } = model as { optimizer?: Optimizer };
  if (optimizer === undefined) return [];
  const written: WrittenWeight[] = [];
  const values = await optimizer.getWeights();
  try {
    for (const { name, tensor } of values) {
      const { spec, bytes } = await writtenWeight(name, tensor);
      written.push({ spec: { ...spec, group: 'optimizer' }, bytes });
    }
  } finally {
    // Made for the asking; the slots are the optimizer's own.
    tf.dispose(values.map(({ tensor }) => tensor).filter((tensor) => !(tensor instanceof tf.Variable)));
  }
  return written;
}

async function writtenWeight(name: string, tensor: Tensor): Promise<WrittenWeight> {
  const dtype = tensor.dtype;
  if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool')
    throw inputError({
      what: `The weight ${name} of the model given to saveModel`,
      given: `of the type ${dtype}`,
      allowed: 'float32, int32 or bool',
      next: 'leave the layer that holds it out of the model',
    });
  const values = await tensor.data();
  // Anew, by the type that the tensor has: one that the cpu engine has cast holds the numbers of another.
  const numbers = new { float32: Float32Array, int32: Int32Array, bool: Uint8Array }[dtype](values);
  return { spec: { name, shape: tensor.shape, dtype }, bytes: new Uint8Array(numbers.buffer) };
}

function sameName(name: string): TypeError {
  return inputError({
    what: 'The model given to saveModel',
    given: `one with two weights named "${name}"`,
    allowed: 'a name of its own for every weight: TensorFlow.js keeps weights by name',
    next: 'give the layers that hold them names of their own',
  });
}
