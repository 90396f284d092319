import * as tf from '@tensorflow/tfjs';
import { forwardReplacement } from '../ForwardReplacement';
import type { PerAxis } from '../own/axes';
import { framed, type Images } from '../own/padded';
import { ownKernels } from '../own/startOwnKernels';
import type { WasmBackend } from '../wasmInternals';

/** Of images in two or three dimensions: zeros around each. */
export const pad = forwardReplacement<{ x: tf.Tensor }, tf.PadV2Attrs>(
  'PadV2',
  ({ inputs: { x }, attrs: { paddings, constantValue }, backend }) =>
    constantValue === 0
      ? inFrame(backend, x, {
          begin: paddings.map(([before]) => -before),
          size: x.shape.map((size, axis) => size + paddings[axis]![0] + paddings[axis]![1]),
        })
      : undefined,
);

/** Of such images, what is not cut off: the gradient of `pad`, which as shipped is a loop in JavaScript. */
export const slice = forwardReplacement<{ x: tf.Tensor }, tf.SliceAttrs>(
  'Slice',
  ({ inputs: { x }, attrs, backend }) => {
    const [begin = [], size = []] = tf.slice_util.parseSliceParams(x, attrs.begin, attrs.size);
    return inFrame(backend, x, { begin, size });
  },
);

interface Frame {
  readonly begin: readonly number[];
  readonly size: readonly number[];
}

/** Undefined where it is left to others: no images in float32, nothing to do, or not the same for each image and channel. */
function inFrame(backend: WasmBackend, x: tf.Tensor, { begin, size }: Frame): tf.Tensor | undefined {
  const kernels = ownKernels(backend);
  const last = x.rank - 1;
  const isWhole = [0, last].every((axis) => begin[axis] === 0 && size[axis] === x.shape[axis]);
  const sizes = [x.shape, size].every((shape) => tf.util.sizeFromShape([...shape]) > 0);
  if (kernels === undefined || (x.rank !== 4 && x.rank !== 5) || x.dtype !== 'float32' || !isWhole || !sizes)
    return undefined;
  if (size.every((length, axis) => length === x.shape[axis])) return undefined;
  const [batch, channels] = [x.shape[0], x.shape[last]] as [number, number];
  const images: Images = { tensor: x, batch, size: inner(x.shape, 1), channels };
  const frame = { batch, size: inner(size, 1), channels, from: inner(begin, 0) };
  return tf.reshape(framed(backend, kernels, images, frame), [...size]);
}

/** Depth, height and width; images in two dimensions have a depth of one. */
const inner = (shape: readonly number[], depth: number): PerAxis<number> =>
  [...(shape.length === 4 ? [depth] : []), ...shape.slice(1, -1)] as unknown as PerAxis<number>;
