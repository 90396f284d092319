import * as tf from '@tensorflow/tfjs';
import { heapPlace, heapTensor } from './heapTensor';
import { ownKernels } from './own/startOwnKernels';
import type { WasmBackend } from './wasmInternals';

/** What tfjs-layers keeps shares away from 0 and 1 by, as its tensors hold it. */
const [low, high] = [Math.fround(1e-7), Math.fround(1 - 1e-7)];

/** Whether `crossEntropy` can be computed for these. */
export const canCross = (targets: tf.Tensor, outputs: tf.Tensor): boolean =>
  tf.getBackend() === 'wasm' &&
  ownKernels(tf.backend()) !== undefined &&
  outputs.dtype === 'float32' &&
  outputs.rank > 0 &&
  outputs.size > 0 &&
  tf.util.arraysEqual(targets.shape, outputs.shape);

/**
 * `categoricalCrossentropy` of tfjs-layers, one pass forward and one back in place of eight and some twelve: for each row of `[..., classes]` the
 * cross-entropy of outputs, scaled so that they sum to 1, against targets. There is no gradient by the targets, and none of the gradient.
 */
export function crossEntropy(targets: tf.Tensor, outputs: tf.Tensor): tf.Tensor {
  const backend = tf.backend() as unknown as WasmBackend;
  const place = (tensor: tf.Tensor): number => heapPlace(backend, tensor);
  const classes = outputs.shape.at(-1)!;
  const rows = outputs.size / classes;
  const wanted = tf.cast(targets, 'float32');
  const loss = tf.customGrad((...inputs: (tf.Tensor | tf.GradSaveFunc)[]) => {
    const [y, save] = inputs as [tf.Tensor, tf.GradSaveFunc];
    const losses = heapTensor(backend, outputs.shape.slice(0, -1));
    ownKernels(backend)?.crossEntropy(rows, classes, place(wanted), place(y), place(losses), low, high);
    save([y, wanted]);
    return {
      value: losses,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [kept, against] = saved as [tf.Tensor, tf.Tensor];
        const dx = heapTensor(backend, kept.shape);
        const places = [place(against), place(kept), place(dy), place(dx)] as const;
        ownKernels(backend)?.crossEntropyGradient(rows, classes, ...places, low, high);
        return dx;
      },
    };
  });
  return loss(outputs);
}
