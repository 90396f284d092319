import type * as tf from '@tensorflow/tfjs';
import { heapStart, zeroHeapTensor } from '../heapTensor';
import type { WasmBackend } from '../wasmInternals';
import { axes, type PerAxis } from './axes';

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
  images: Images,
  from: PerAxis<number>,
  to: PerAxis<number>,
): PaddedImages {
  const first = axes((axis) => Math.min(0, from[axis]));
  const size = axes((axis) => Math.max(images.size[axis] - 1, to[axis]) - first[axis] + 1);
  if (size.every((length, axis) => length === images.size[axis])) return { ...images, from: first };
  const tensor = zeroHeapTensor(backend, [images.batch, ...size, images.channels]);
  const target = { ...images, tensor, size, from: first };
  copyLines(backend, images, target);
  return target;
}

function copyLines(backend: WasmBackend, source: Images, target: PaddedImages): void {
  const { batch, channels } = source;
  const [depth, height, width] = source.size;
  const [, targetHeight, targetWidth] = target.size;
  const [fromZ, fromY, fromX] = target.from;
  const length = width * channels;
  let read = heapStart(backend, source.tensor);
  const write = heapStart(backend, target.tensor);
  const heap = backend.wasm.HEAPF32;
  for (let image = 0; image < batch; image++) {
    for (let z = 0; z < depth; z++) {
      const plane = image * target.size[0] + z - fromZ;
      for (let y = 0; y < height; y++, read += length) {
        const line = plane * targetHeight + y - fromY;
        heap.copyWithin(write + (line * targetWidth - fromX) * channels, read, read + length);
      }
    }
  }
}
