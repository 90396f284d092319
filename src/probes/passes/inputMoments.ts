import type { Tensor } from '@tensorflow/tfjs';
import { inPlace } from '../../backends/inPlace';
import { channelMoments } from '../../numeric/channelMoments';
import type { Moments } from '../../numeric/Moments';
import type { BatchNormalization } from '../model/batchNormLayersOf';
import { channelAxis } from './channelAxis';

/** Mean and biased variance per channel of a BatchNorm input, in float64 from the numbers themselves. */
export function inputMoments(layer: BatchNormalization, x: Tensor): Moments {
  return channelMoments(inPlace(x) ?? x.dataSync(), ...channelsOf(layer, x));
}

/** The same of each row by itself. */
export function rowMoments(layer: BatchNormalization, x: Tensor): readonly Moments[] {
  const values = inPlace(x) ?? x.dataSync();
  const size = x.size / x.shape[0];
  return Array.from({ length: x.shape[0] }, (_, row) =>
    channelMoments(values.subarray(row * size, (row + 1) * size), ...channelsOf(layer, x)),
  );
}

function channelsOf(layer: BatchNormalization, x: Tensor): [channels: number, inner: number] {
  const axis = channelAxis(layer, x.rank);
  return [x.shape[axis]!, x.shape.slice(axis + 1).reduce((product, size) => product * size, 1)];
}
