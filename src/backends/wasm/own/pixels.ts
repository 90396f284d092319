import { axes, type PerAxis } from './axes';
import { multiples, sums } from './MatrixView';
import type { Images, ImageLayout } from './padded';

/** Where the pixels at these places start, in floats: a place for each depth, height and width, in this order. */
export function pixels(
  { size, channels }: Pick<Images, 'size' | 'channels'>,
  places: PerAxis<readonly number[]>,
): Uint32Array {
  const [, height, width] = size;
  const steps = [height * width * channels, width * channels, channels] as const;
  const [z, y, x] = axes((axis) => Uint32Array.from(places[axis], (place) => place * steps[axis]));
  return sums(sums(z, y), x);
}

/** The same in every image of a batch; places are those of the image before it was padded, so may be negative. */
export function pixelsOfBatch(images: ImageLayout, places: PerAxis<readonly number[]>): Uint32Array {
  const [depth, height, width] = images.size;
  const starts = multiples(images.batch, depth * height * width * images.channels);
  return sums(
    starts,
    pixels(
      images,
      axes((axis) => places[axis].map((place) => place - images.from[axis])),
    ),
  );
}
