import type * as tf from '@tensorflow/tfjs';
import { heapPlace, heapTensor } from '../heapTensor';
import type { WasmBackend } from '../wasmInternals';
import { axes, type PerAxis } from './axes';
import type { OwnKernels } from './OwnKernels';

/** A tensor [batch, depth, height, width, channels]. */
export interface Images {
  readonly tensor: tf.TensorInfo;
  readonly batch: number;
  readonly size: PerAxis<number>;
  readonly channels: number;
}

/** How images lie in memory of which the first pixel is not (0, 0, 0) but this one: in the padding, or within. */
export interface ImageLayout extends Omit<Images, 'tensor'> {
  readonly from: PerAxis<number>;
}

/** Images with as much padding as it takes for pixels `from` to `to` to be all there: no product has to ask whether one is inside. */
export function layoutWithPixels(
  images: Omit<Images, 'tensor'>,
  from: PerAxis<number>,
  to: PerAxis<number>,
): ImageLayout {
  const first = axes((axis) => Math.min(0, from[axis]));
  const size = axes((axis) => Math.max(images.size[axis] - 1, to[axis]) - first[axis] + 1);
  return { batch: images.batch, channels: images.channels, size, from: first };
}

/** The images with zeros around them; the images themselves where there is no padding. */
export function padded(
  backend: WasmBackend,
  kernels: OwnKernels,
  images: Images,
  layout: ImageLayout,
): tf.TensorInfo {
  const isSame = images.size.every((length, axis) => length === layout.size[axis]);
  return isSame ? images.tensor : framed(backend, kernels, images, layout);
}

/** The images with zeros around them, or cut, as [batch, depth, height, width, channels]. */
export function framed(
  backend: WasmBackend,
  kernels: OwnKernels,
  { tensor: inner, batch, channels, size }: Images,
  { size: targetSize, from }: ImageLayout,
): tf.Tensor {
  const tensor = heapTensor(backend, [batch, ...targetSize, channels]);
  const [source, target] = [inner, tensor].map((at) => heapPlace(backend, at)) as [number, number];
  kernels.padImages({ batch, channels, size, targetSize, first: from }, source, target);
  return tensor;
}
