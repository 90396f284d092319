import type { LayersModel } from '@tensorflow/tfjs';
import { batchNormLayersOf } from '../model/batchNormLayersOf';
import type { StartStatistics } from './Recording';

/** The moving statistics that a fit starts from, by the path of the layer. */
export async function startStatistics(
  model: LayersModel,
): Promise<Readonly<Record<string, StartStatistics>>> {
  const start: Record<string, StartStatistics> = {};
  for (const { path, layer } of batchNormLayersOf(model)) {
    start[path] = {
      mean: compact(await layer.movingMean.read().data()),
      variance: compact(await layer.movingVariance.read().data()),
    };
  }
  return start;
}

/** One number where all are the same, as the start values 0 and 1 are: keeps a recording small. */
function compact(values: ArrayLike<number>): number | readonly number[] {
  const list = Array.from(values);
  return list.every((value) => value === list[0]) ? list[0]! : list;
}
