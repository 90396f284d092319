import * as tf from '@tensorflow/tfjs';
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
  { strides, pad, dataFormat, dilations, dimRoundingMode }: tf.Conv2DAttrs,
): tf.Tensor | undefined {
  const kernels = ownKernels(backend);
  if (kernels === undefined || dataFormat !== 'NHWC') return undefined;
  if (x.dtype !== 'float32' || filter.dtype !== 'float32') return undefined;
  const info = tf.backend_util.computeConv2DInfo(
    x.shape,
    filter.shape,
    strides,
    dilations,
    pad,
    dimRoundingMode,
  );
  if (x.size * filter.size * tf.util.sizeFromShape(info.outShape) === 0) return undefined;
  const geometry = patchGeometry2d(info, info.outShape);
  return tf.reshape(convolution(backend, kernels, { x, filter, bias }, geometry), info.outShape);
}
