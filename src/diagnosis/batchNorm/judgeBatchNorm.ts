import type { BatchNormMeasurement } from '../../probes/batchNorm/BatchNormMeasurement';
import { judgeLayer } from './judgeLayer';
import type { LayerJudgement } from './LayerJudgement';

/** Default of the distance that a layer may have beyond its noise. */
export const batchNormTolerance = 0.5;

export type BatchNormVerdict =
  | { readonly kind: 'converged'; readonly layers: readonly LayerJudgement[] }
  | {
      readonly kind: 'start values remain' | 'away from the data';
      readonly layers: readonly LayerJudgement[];
      /** The layers that have not converged, the furthest first. */
      readonly red: readonly LayerJudgement[];
    };

/** Holds every layer against its allowance; says whether what is left of the start values explains the distance. */
export function judgeBatchNorm(
  measurements: readonly BatchNormMeasurement[],
  tolerance: number = batchNormTolerance,
): BatchNormVerdict {
  const layers = measurements.map((layer) => judgeLayer(layer, tolerance));
  const red = layers.filter((layer) => !layer.converged).sort((a, b) => b.distance - a.distance);
  if (red.length === 0) return { kind: 'converged', layers };
  const explained = red.filter((layer) => layer.startExplains).length;
  return { kind: 2 * explained >= red.length ? 'start values remain' : 'away from the data', layers, red };
}
