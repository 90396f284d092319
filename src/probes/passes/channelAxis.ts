import type { BatchNormalization } from '../model/batchNormLayersOf';

/** The axis that a BatchNorm layer keeps, counted from the front. `axis` may be a list: tf.keras 2 writes `[3]`. */
export function channelAxis({ axis }: BatchNormalization, rank: number): number {
  const single = typeof axis === 'number' ? axis : axis[0]!;
  return single < 0 ? single + rank : single;
}
