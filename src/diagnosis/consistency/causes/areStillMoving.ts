import type { BatchNormMeasurement } from '../../../probes/batchNorm/BatchNormMeasurement';
import type { Modes } from '../../../probes/modes/Modes';
import type { TrajectoryPoint } from '../../../probes/recording/Recording';
import type { LayerJudgement } from '../../batchNorm/LayerJudgement';

/** Of the way that is left: an average that lags has come as far within its memory, one that has settled has not moved. */
const stillMoving = 0.5;

/**
 * Whether the moving statistics of half of these layers were on their way to where the rows would take them when the fit ended. An exponential
 * moving average of momentum m behind something that moves steadily is m / (1 - m) updates behind it, and so moves within 1 / (1 - m) updates
 * about as far as it is behind. Seen in the last two points of the trajectory, in means over channels; true where there are none.
 */
export function areStillMoving({ recording, batchNorm }: Modes, layers: readonly LayerJudgement[]): boolean {
  const [before, last] = recording?.movingStatistics?.slice(-2) ?? [];
  if (before === undefined || last === undefined) return true;
  const moving = layers.filter(({ path }) => {
    const at = batchNorm.findIndex((measured) => measured.path === path);
    return !(shareCome(batchNorm[at]!, at, before, last) < stillMoving);
  });
  return 2 * moving.length >= layers.length;
}

/** How far they have come in the direction of the population within the memory of the average, in units of the way that is left. */
function shareCome(
  { epsilon, momentum, moving, population }: BatchNormMeasurement,
  at: number,
  before: TrajectoryPoint,
  last: TrajectoryPoint,
): number {
  const scale = meanOf(population.variance) + epsilon;
  const left = [
    (meanOf(population.mean) - meanOf(moving.mean)) / Math.sqrt(scale),
    (meanOf(population.variance) - meanOf(moving.variance)) / scale,
  ];
  const [from, to] = [before.layers[at], last.layers[at]];
  if (from === undefined || to === undefined) return NaN;
  const come = [(to[0] - from[0]) / Math.sqrt(scale), (to[1] - from[1]) / scale];
  const squares = left[0]! ** 2 + left[1]! ** 2;
  const along = (come[0]! * left[0]! + come[1]! * left[1]!) / squares;
  const memories = (last.updates - before.updates) * (1 - momentum);
  return along / Math.min(1, memories);
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
