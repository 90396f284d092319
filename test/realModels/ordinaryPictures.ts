import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { decode } from 'jpeg-js';
import { threePictures } from '../../src/fixtures';

/** Photographs that come with the package `exif-js`: chocolates, a team with a dog, a mountain above clouds, a kart. */
const photographs = ['Bloated-Hero', 'Bush-dog', 'DSCN0614_small', 'dsc_09827'];

/**
 * Nineteen pictures: four overlapping crops of each photograph, and the three drawings of `threePictures`.
 *
 * @returns float32 `[19, size, size, 3]` from 0 to 1, as `nsfwjs` feeds its models
 */
export function ordinaryPictures(size: number): tf.Tensor4D {
  return tf.tidy(() => {
    const crops = photographs.flatMap((name) => corners(photograph(name)));
    const drawings = tf.unstack(tf.tile(threePictures().xs, [1, 1, 1, 3]));
    const pictures = [...crops, ...drawings].map((picture) =>
      tf.image.resizeBilinear(picture as tf.Tensor3D, [size, size], true),
    );
    return tf.div<tf.Tensor4D>(tf.stack(pictures), 255);
  });
}

function photograph(name: string): tf.Tensor3D {
  const folder = join(dirname(require.resolve('exif-js/package.json')), 'example');
  const { width, height, data } = decode(readFileSync(join(folder, `${name}.jpg`)), { useTArray: true });
  const rgba = tf.tensor3d(Float32Array.from(data), [height, width, 4]);
  return tf.slice(rgba, [0, 0, 0], [height, width, 3]);
}

/** Squares of two thirds of the shorter side, one at each corner. */
function corners(picture: tf.Tensor3D): tf.Tensor3D[] {
  const [height, width] = picture.shape;
  const side = Math.floor(Math.min(height, width) / 1.5);
  return [0, height - side].flatMap((top) =>
    [0, width - side].map((left) => tf.slice(picture, [top, left, 0], [side, side, 3])),
  );
}
