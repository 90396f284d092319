import type { Modes } from '../../../probes/modes/Modes';
import type { Cause } from '../../Cause';
import { frozenText } from '../../text/frozenText';
import { reportedText } from '../../text/reportedText';
import type { JudgedMetric } from '../ConsistencyVerdict';
import { metricsOn } from '../judgedMetrics';
import { ignoredTraining } from './frozenDrift';
import { lostStatistics } from './lostStatistics';

/**
 * What is worth saying beside the gap, with a share of 0: numbers of `fit` that mean something else than they seem to, and
 * layers that were meant to stand still. None of it makes a verdict.
 */
export function findings(modes: Modes, judged: readonly JudgedMetric[]): readonly Cause[] {
  const lost = lostStatistics(0, modes);
  return [
    ...(lost === undefined ? [] : [lost]),
    ...ofFrozenLayers(modes),
    ...reported(modes, judged),
    ...ofValidation(modes),
    ...ofBatches(modes),
  ];
}

/** Beyond this, a mean over batches is another number than that of all rows. */
const noticeable = 0.02;

/** Metrics that are no mean over rows: their mean over batches depends on how the rows are cut. */
function ofBatches(modes: Modes): readonly Cause[] {
  const { asOneBatch = {}, batchSize } = modes;
  const inBatches = metricsOn(modes, 'inference-mode');
  return Object.entries(asOneBatch)
    .filter(([name, whole]) => name in inBatches && Math.abs(whole - inBatches[name]!) > noticeable)
    .map(([name, whole]) => ({
      id: 'batchwise-metric',
      share: 0,
      ...reportedText.batchwise(name, inBatches[name]!, whole, batchSize),
    }));
}

/** What `fit` reports of validation rows is wrong in TensorFlow.js for a model with several outputs (tfjs#5941). */
function ofValidation({ recording, outputOf }: Modes): readonly Cause[] {
  const names = Object.keys(recording?.epochs.at(-1) ?? {}).filter((name) => name.startsWith('val_'));
  if (names.length === 0 || Object.keys(outputOf).length === 0) return [];
  return [{ id: 'multi-output-evaluate', share: 0, ...reportedText.validation(names) }];
}

function ofFrozenLayers({ frozen, batchNorm }: Modes): readonly Cause[] {
  const { drifted, callTimeTraining, weightsMoved } = frozen;
  return [
    ...(weightsMoved.length > 0
      ? [{ id: 'frozen-weights-moved', share: 0, ...frozenText.weightsMoved(weightsMoved) } as const]
      : []),
    ...(callTimeTraining.length > 0 ? [ignoredTraining(0, callTimeTraining)] : []),
    ...(drifted.length > 0
      ? [{ id: 'batchnorm-frozen-drift', share: 0, ...frozenText.drift(drifted, batchNorm.length) } as const]
      : []),
  ];
}

/** Differences between what `fit` printed and what `predict` gives that are taken out before anything is judged. */
function reported(modes: Modes, judged: readonly JudgedMetric[]): readonly Cause[] {
  const { promised, resolutions, accuracies } = modes;
  const loss = judged.find(({ name }) => name === 'loss');
  const scale = loss === undefined ? 0 : loss.tolerance * (modes.lossScales['loss'] ?? 1);
  const weighting = promised.weighting ?? 0;
  return [
    ...(loss !== undefined && Math.abs(promised.penalty) > scale
      ? [{ id: 'regularisation-in-loss', share: 0, ...reportedText.penalty(loss, promised.penalty) } as const]
      : []),
    ...(loss !== undefined && Math.abs(weighting) > scale
      ? [{ id: 'weighted-loss', share: 0, ...reportedText.weighted(loss, weighting) } as const]
      : []),
    ...resolutions
      .filter(({ metric }) => accuracies.includes(metric))
      .filter((resolution) => isMisleading(resolution, metricsOn(modes, 'inference-mode'), judged))
      .map(
        (resolution) =>
          ({ id: 'metric-resolution', share: 0, ...reportedText.resolution(resolution) }) as const,
      ),
  ];
}

/** Another accuracy that suits the targets says something else, or none suits them: the targets are no classes. */
function isMisleading(
  { metric, resolved, alternatives }: Modes['resolutions'][number],
  values: Readonly<Record<string, number>>,
  judged: readonly JudgedMetric[],
): boolean {
  const { tolerance } = judged.find(({ name }) => name === metric)!;
  if (resolved !== 'binaryAccuracy') return false;
  return Object.values(alternatives).some((value) => Math.abs(value - values[metric]!) > tolerance);
}
