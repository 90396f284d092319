import { mean } from '../../numeric/mean';
import type { Modes } from '../../probes/modes/Modes';
import type { BatchRecord, MetricValues } from '../../probes/recording/Recording';
import type { JudgedMetric } from './ConsistencyVerdict';
import { isInGivenOrder } from './batchOrder';
import { worsening } from './judgedMetrics';

/**
 * Whether the fit-time value differs from inference mode only because it is a mean over an epoch in which the weights
 * moved: the two halves of the last epoch differ by at least half of the gap, in its direction, and the final weights
 * in training mode agree with inference mode. With one batch an epoch the last two epochs stand for the halves.
 *
 * Where batches of unlike composition may have come in one order every time, halves differ by what they hold; there the
 * last two epochs are compared too.
 */
export function movedThroughGap(modes: Modes, metric: JudgedMetric): boolean {
  const { recording } = modes;
  if (recording === undefined || modes.sameRows === false || modes.sameWeights === false) return false;
  const mode = worsening(modes, metric, 'training-mode', 'inference-mode');
  if (!(Math.abs(mode) <= metric.tolerance)) return false;
  const direction = Math.sign(metric.gap);
  const between = ([earlier, later]: readonly [number, number]): number =>
    direction *
    (metric.kind === 'accuracy' ? earlier - later : (later - earlier) / (modes.lossScales[metric.name] ?? 1));
  const halvesCompare =
    recording.lastEpoch.length > 1 && !(isInGivenOrder(modes) && recording.epochs.length > 1);
  const moved = halvesCompare
    ? between(halves(recording.lastEpoch, metric.name))
    : between(lastTwo(recording.epochs, metric.name));
  return moved >= Math.abs(metric.gap) / 2;
}

function halves(batches: readonly BatchRecord[], name: string): readonly [number, number] {
  const middle = Math.ceil(batches.length / 2);
  return [weightedMean(batches.slice(0, middle), name), weightedMean(batches.slice(middle), name)];
}

function weightedMean(batches: readonly BatchRecord[], name: string): number {
  const size = mean(batches.map((batch) => batch.size));
  return mean(batches.map((batch) => (batch.size * batch.metrics[name]!) / size));
}

function lastTwo(epochs: readonly MetricValues[], name: string): readonly [number, number] {
  return [epochs.at(-2)?.[name] ?? NaN, epochs.at(-1)![name]!];
}
