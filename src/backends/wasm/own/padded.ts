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

/** Images of which the first pixel is not (0, 0, 0) but this one, in the padding. */
export interface PaddedImages extends Images {
  readonly from: PerAxis<number>;
}

/**
 * The images with zeros around them, so that pixels `from` to `to` are all there; the images themselves where they are
 * anyway. So no product has to ask whether a pixel is inside.
 */
export function padded(
  backend: WasmBackend,
  kernels: OwnKernels,
  images: Images,
  from: PerAxis<number>,
  to: PerAxis<number>,
): PaddedImages {
  const first = axes((axis) => Math.min(0, from[axis]));
  const size = axes((axis) => Math.max(images.size[axis] - 1, to[axis]) - first[axis] + 1);
  if (size.every((length, axis) => length === images.size[axis])) return { ...images, from: first };
  const { batch, channels } = images;
  const tensor = heapTensor(backend, [batch, ...size, channels]);
  const [source, target] = [images.tensor, tensor].map((at) => heapPlace(backend, at)) as [number, number];
  kernels.padImages({ batch, channels, size: images.size, targetSize: size, first }, source, target);
  return { ...images, tensor, size, from: first };
}
