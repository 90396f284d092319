import * as tf from '@tensorflow/tfjs';
import { conv2dInfo } from '../conv2dInfo';
import { patchGeometry2d } from '../PatchGeometry';
import type { WasmBackend } from '../wasmInternals';
import { convolution } from './convolution';
import { ownKernels } from './startOwnKernels';

interface Inputs {
  readonly x: tf.Tensor4D;
  readonly filter: tf.Tensor4D;
  readonly bias?: tf.Tensor | undefined;
}

/** What `tf.conv2d` does, with a bias. Undefined where it is left to others: no own kernels, no NHWC, no float32, no elements. */
export function convolution2d(
  backend: WasmBackend,
  { x, filter, bias }: Inputs,
  attrs: tf.Conv2DAttrs,
): tf.Tensor | undefined {
  const kernels = ownKernels(backend);
  if (kernels === undefined || attrs.dataFormat !== 'NHWC') return undefined;
  if (x.dtype !== 'float32' || filter.dtype !== 'float32') return undefined;
  const info = conv2dInfo(x, filter, attrs);
  if (x.size * filter.size * tf.util.sizeFromShape(info.outShape) === 0) return undefined;
  const geometry = patchGeometry2d(info, info.outShape);
  return tf.reshape(convolution(backend, kernels, { x, filter, bias }, geometry), info.outShape);
}
