import * as tf from '@tensorflow/tfjs';
import type { BatchNormPasses } from '../BatchNormPasses';
import { heapPlace, heapTensor } from '../heapTensor';
import type { WasmBackend } from '../wasmInternals';
import type { OwnKernels } from './OwnKernels';
import { chunksOf } from './shared/sums';

/** Each of these in one pass over the activations, with nothing of their size in between; sums in chunks of 128 rows. */
export function ownBatchNorm(backend: WasmBackend, kernels: OwnKernels): BatchNormPasses {
  const place = (tensor: tf.Tensor): number => heapPlace(backend, tensor);
  const vector = (size: number): tf.Tensor1D => heapTensor(backend, [size]) as tf.Tensor1D;
  return {
    moments: (x) => {
      const [rows, channels] = x.shape;
      const [sums, squares] = [vector(channels), vector(channels)];
      const partial = vector(chunksOf(rows) * channels);
      kernels.columnSums(rows, channels, place(x), place(sums), place(partial));
      const mean = tf.div<tf.Tensor1D>(sums, rows);
      kernels.squareSums(rows, channels, place(x), place(mean), place(squares), place(partial));
      return { mean, variance: tf.div(squares, rows) };
    },
    normalised: (x, mean, scale, offset) => {
      const y = heapTensor(backend, x.shape) as tf.Tensor2D;
      kernels.normalise(...x.shape, place(x), place(mean), place(scale), place(offset), place(y));
      return y;
    },
    gradientMeans: (x, dy, mean) => {
      const [rows, channels] = x.shape;
      const [sums, centred] = [vector(channels), vector(channels)];
      const partial = vector(2 * chunksOf(rows) * channels);
      const places = [x, dy, mean, sums, centred, partial].map(place) as [
        number,
        number,
        number,
        number,
        number,
        number,
      ];
      kernels.gradientSums(rows, channels, ...places);
      return { meanDy: tf.div(sums, rows), meanDyCentred: tf.div(centred, rows) };
    },
    inputGradient: (x, dy, { mean, meanDy, scale, slope }) => {
      const dx = heapTensor(backend, x.shape) as tf.Tensor2D;
      const perChannel = [place(mean), place(meanDy), place(scale), place(slope)] as const;
      kernels.normaliseGradient(...x.shape, place(x), place(dy), ...perChannel, place(dx));
      return dx;
    },
  };
}
