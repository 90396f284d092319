import type { LayersModel, Tensor, Variable } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { modelFileError } from '../modelFileError';
import type { StoredWeight } from '../reading/readWeights';

/** A weight of a layer, as tfjs keeps it. */
interface LayerWeight {
  readonly originalName: string;
  readonly val: Variable;
  write(value: Tensor): void;
}

/**
 * Gives every weight of the model its value: exactly one, of its shape and type. Through the constraint of the layer, if it has one, as
 * `tf.loadLayersModel` does: what is tested is what an app loads.
 */
export function putWeights(model: LayersModel, stored: readonly StoredWeight[], file: string): void {
  const waiting = weightsByName(model, file);
  for (const { spec, bytes } of stored) {
    const name = [spec.name, withoutCell(spec.name)].find((each) => waiting.has(each));
    if (name === undefined)
      throw modelFileError(file, `one with the weight "${spec.name}", for which its layers have no place`);
    checkFits(waiting.get(name)!.val, { spec, bytes }, file);
    write(waiting.get(name)!, { spec, bytes });
    waiting.delete(name);
  }
  if (waiting.size === 0) return;
  const [first] = waiting.keys();
  throw modelFileError(
    file,
    `one in which the weight "${first}" is missing${waiting.size === 1 ? '' : `, and ${waiting.size - 1} more`}`,
  );
}

function weightsByName(model: LayersModel, file: string): Map<string, LayerWeight> {
  const byName = new Map<string, LayerWeight>();
  for (const weight of model.layers.flatMap(({ weights }) => weights as unknown as LayerWeight[])) {
    if (byName.has(weight.originalName))
      throw modelFileError(
        file,
        `one whose layers have two weights named "${weight.originalName}"`,
        'give the layers names of their own before saving: TensorFlow.js keeps weights by name',
      );
    byName.set(weight.originalName, weight);
  }
  return byName;
}

/** TensorFlow 2.2 and later write `layer/cell/kernel` where tfjs has `layer/kernel`. */
function withoutCell(name: string): string {
  const parts = name.split('/');
  return [...parts.slice(0, -2), ...parts.slice(-1)].join('/');
}

function checkFits({ shape, dtype }: Variable, { spec }: StoredWeight, file: string): void {
  const text = (sizes: readonly number[], type: string): string => `${type} of shape [${sizes.join(', ')}]`;
  if (shape.join() === spec.shape.join() && dtype === spec.dtype) return;
  throw modelFileError(
    file,
    `one whose weight "${spec.name}" is ${text(spec.shape, spec.dtype)}, its layer needs ${text(shape, dtype)}`,
  );
}

function write(weight: LayerWeight, stored: StoredWeight): void {
  tf.tidy(() => weight.write(tensorOf(stored)));
}

/** The decoded value, to be disposed by the caller. */
export function tensorOf({ spec, bytes }: StoredWeight): Tensor {
  return tf.io.decodeWeights(bytes.buffer, [spec])[spec.name]!;
}
