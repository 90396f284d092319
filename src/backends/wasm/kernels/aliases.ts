import type * as tf from '@tensorflow/tfjs';
import { forwardReplacement } from '../ForwardReplacement';
import type { WasmBackend } from '../wasmInternals';

/**
 * tfjs clones every tensor that a backward pass will want, and the shipped Identity copies it. Tensors never change, so a
 * second reference to the same values does, as the shipped Reshape has it: half the memory of the activations.
 */
export const identity = forwardReplacement<{ x: tf.Tensor }, object>(
  'Identity',
  ({ inputs: { x }, backend }) => alias(backend, x),
);

/** Casting float32 to float32, which every ReLU gradient does. */
export const cast = forwardReplacement<{ x: tf.Tensor }, tf.CastAttrs>(
  'Cast',
  ({ inputs: { x }, attrs, backend }) => (attrs.dtype === x.dtype ? alias(backend, x) : undefined),
);

function alias(backend: WasmBackend, { dataId, shape, dtype }: tf.Tensor): tf.TensorInfo | undefined {
  if (dtype === 'string') return undefined;
  backend.incRef(dataId);
  return { dataId, shape, dtype };
}
