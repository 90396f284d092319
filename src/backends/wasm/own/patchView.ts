import type * as tf from '@tensorflow/tfjs';
import type { PatchGeometry } from '../PatchGeometry';
import type { WasmBackend } from '../wasmInternals';
import { axes, range } from './axes';
import type { MatrixView } from './MatrixView';
import type { OwnKernels } from './OwnKernels';
import { padded } from './padded';
import { pixels, pixelsOfBatch } from './pixels';

/**
 * The patches of a convolution as a matrix [output elements, patch size] that is never written down: a row is the patch of
 * one output element, a segment the part of a patch that is unbroken in memory.
 */
export function patchView(
  backend: WasmBackend,
  kernels: OwnKernels,
  x: tf.TensorInfo,
  geometry: PatchGeometry,
): MatrixView {
  const { batch, channels, input, output, kernel, stride, dilation, padBefore } = geometry;
  const starts = axes((axis) => range(output[axis], (place) => place * stride[axis] - padBefore[axis]));
  const taps = axes((axis) => range(kernel[axis], (tap) => tap * dilation[axis]));
  const images = padded(
    backend,
    kernels,
    { tensor: x, batch, size: input, channels },
    axes((axis) => -padBefore[axis]),
    axes((axis) => Math.max(...starts[axis]) + Math.max(...taps[axis])),
  );
  const wholeLines = dilation[2] === 1;
  return {
    tensor: images.tensor,
    rows: pixelsOfBatch(images, starts),
    segments: pixels(images, wholeLines ? [taps[0], taps[1], [0]] : taps),
    segmentLength: wholeLines ? kernel[2] * channels : channels,
  };
}
