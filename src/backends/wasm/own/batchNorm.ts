import type * as tf from '@tensorflow/tfjs';
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
      const [mean, variance] = [vector(channels), vector(channels)];
      const partial = vector(chunksOf(rows) * channels);
      kernels.columnSums(rows, channels, place(x), place(mean), place(partial));
      kernels.divided(channels, place(mean), rows);
      kernels.squareSums(rows, channels, place(x), place(mean), place(variance), place(partial));
      kernels.divided(channels, place(variance), rows);
      return { mean, variance };
    },
    factors: (variance, gamma, epsilon) => {
      const channels = gamma.size;
      const [reciprocal, scale] = [vector(channels), vector(channels)];
      kernels.normalisingFactors(
        ...([channels, place(variance), place(gamma), epsilon] as const),
        ...([place(reciprocal), place(scale)] as const),
      );
      return { reciprocal, scale };
    },
    normalised: (x, mean, scale, offset) => {
      const y = heapTensor(backend, x.shape) as tf.Tensor2D;
      kernels.normalise(...x.shape, place(x), place(mean), place(scale), place(offset), place(y));
      return y;
    },
    gradientMeans: (x, dy, mean) => {
      const [rows, channels] = x.shape;
      const [meanDy, meanDyCentred] = [vector(channels), vector(channels)];
      const partial = vector(2 * chunksOf(rows) * channels);
      const places = [x, dy, mean, meanDy, meanDyCentred, partial].map(place) as [
        number,
        number,
        number,
        number,
        number,
        number,
      ];
      kernels.gradientSums(rows, channels, ...places);
      for (const sums of [meanDy, meanDyCentred]) kernels.divided(channels, place(sums), rows);
      return { meanDy, meanDyCentred };
    },
    gradientFactors: ({ gamma, reciprocal, meanDy, meanDyCentred }, rows) => {
      const channels = gamma.size;
      const [scale, slope, dGamma, dBeta] = [1, 2, 3, 4].map(() => vector(channels)) as [
        tf.Tensor1D,
        tf.Tensor1D,
        tf.Tensor1D,
        tf.Tensor1D,
      ];
      kernels.gradientFactors(
        ...([channels, rows, place(gamma), place(reciprocal), place(meanDy), place(meanDyCentred)] as const),
        ...([place(scale), place(slope), place(dGamma), place(dBeta)] as const),
      );
      return { scale, slope, dGamma, dBeta };
    },
    inputGradient: (x, dy, { mean, meanDy, scale, slope }) => {
      const dx = heapTensor(backend, x.shape) as tf.Tensor2D;
      const perChannel = [place(mean), place(meanDy), place(scale), place(slope)] as const;
      kernels.normaliseGradient(...x.shape, place(x), place(dy), ...perChannel, place(dx));
      return dx;
    },
  };
}
