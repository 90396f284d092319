import * as tf from '@tensorflow/tfjs';
import { heapPlace, heapTensor } from './heapTensor';
import { ownKernels } from './own/startOwnKernels';
import type { WasmBackend } from './wasmInternals';

/**
 * Computes the gradient of softmax in one pass: tfjs multiplies, sums, multiplies and subtracts. The shipped gradient remains for other
 * engines and for gradients of gradients.
 */
export function installSoftmaxGradient(depth: () => number): void {
  const stock = tf.getGradient('Softmax');
  if (stock === undefined) return;
  tf.unregisterGradient('Softmax');
  tf.registerGradient({
    ...stock,
    gradFunc: (dy, saved, attrs) => {
      const [y] = saved;
      const ofOne = dy as tf.Tensor;
      const isOwn = depth() === 1 && y !== undefined && isOnHeap(y, ofOne);
      return isOwn ? { logits: () => gradientOf(y, ofOne) } : stock.gradFunc(dy, saved, attrs);
    },
  });
}

const isOnHeap = (y: tf.Tensor, dy: tf.Tensor): boolean =>
  tf.getBackend() === 'wasm' &&
  ownKernels(tf.backend()) !== undefined &&
  [y, dy].every(({ dtype, size }) => dtype === 'float32' && size === y.size && size > 0);

function gradientOf(y: tf.Tensor, dy: tf.Tensor): tf.Tensor {
  const backend = tf.backend() as unknown as WasmBackend;
  const dx = heapTensor(backend, y.shape);
  const place = (tensor: tf.Tensor): number => heapPlace(backend, tensor);
  // tfjs knows softmax over the last axis only.
  const classes = y.shape.at(-1)!;
  ownKernels(backend)?.softmaxGradient(y.size / classes, classes, place(y), place(dy), place(dx));
  return dx;
}
