import type { Tensor } from '@tensorflow/tfjs';
import { channelMoments } from '../../numeric/channelMoments';
import type { Moments } from '../../numeric/Moments';
import type { BatchNormalization } from '../model/batchNormLayersOf';
import { channelAxis } from './channelAxis';

/** Mean and biased variance per channel of a BatchNorm input, in float64 from the numbers themselves. */
export function inputMoments(layer: BatchNormalization, x: Tensor): Moments {
  const axis = channelAxis(layer, x.rank);
  const inner = x.shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  return channelMoments(x.dataSync(), x.shape[axis]!, inner);
}
