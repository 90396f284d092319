import type * as tf from '@tensorflow/tfjs';
import type { PatchGeometry } from '../PatchGeometry';
import type { WasmBackend } from '../wasmInternals';
import { axes, range } from './axes';
import type { MatrixLayout, MatrixView } from './MatrixView';
import type { OwnKernels } from './OwnKernels';
import { padded, layoutWithPixels, type ImageLayout } from './padded';
import { pixels, pixelsOfBatch } from './pixels';
import { remembered } from './remembered';

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
  const { images, layout } = patchLayout(geometry);
  const { batch, channels, input: size } = geometry;
  return { tensor: padded(backend, kernels, { tensor: x, batch, size, channels }, images), ...layout };
}

const patchLayout = remembered(
  (geometry: PatchGeometry): { readonly images: ImageLayout; readonly layout: MatrixLayout } => {
    const { batch, channels, input: size, output, kernel, stride, dilation, padBefore } = geometry;
    const starts = axes((axis) => range(output[axis], (place) => place * stride[axis] - padBefore[axis]));
    const taps = axes((axis) => range(kernel[axis], (tap) => tap * dilation[axis]));
    const images = layoutWithPixels(
      { batch, size, channels },
      axes((axis) => -padBefore[axis]),
      axes((axis) => Math.max(...starts[axis]) + Math.max(...taps[axis])),
    );
    const wholeLines = dilation[2] === 1;
    const layout = {
      rows: pixelsOfBatch(images, starts),
      segments: pixels(images, wholeLines ? [taps[0], taps[1], [0]] : taps),
      segmentLength: wholeLines ? kernel[2] * channels : channels,
    };
    return { images, layout };
  },
);
