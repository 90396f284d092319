import type { Modes } from '../../probes/modes/Modes';
import type { LayerJudgement } from '../batchNorm/LayerJudgement';
import type { CauseId } from '../Cause';
import type { JudgedMetric, NonFinite } from '../consistency/ConsistencyVerdict';
import { metricsOn } from '../consistency/judgedMetrics';
import { batchNormText } from './batchNormText';
import { count, distance, metric as figure } from './figures';

/** Sentences that say what was seen; the first one of each cause completes "Cause: ". */
export const causeText = {
  startValuesRemain: (red: readonly LayerJudgement[]): readonly string[] => [
    batchNormText.notConverged(red.length),
    batchNormText.startHeld(red[0]!),
    batchNormText.worst(red[0]!),
  ],

  awayFromData: (layers: readonly LayerJudgement[]): string => {
    const red = layers.filter((layer) => !layer.converged);
    return red.length === 0
      ? 'the moving statistics are within what their noise allows, and yet population statistics in their place change these predictions.'
      : `${batchNormText.awayFromData(red.length)} ${batchNormText.worst(red[0]!)}`;
  },

  noise: (modes: Modes, metric: JudgedMetric): string =>
    `dropout or noise layers are on in training mode only: ${metric.name} is ${valueOn(modes, metric, 'training-mode')} with them, ${valueOn(modes, metric, 'dropout-off')} without.`,

  noiseShiftsStatistics: (layers: readonly LayerJudgement[]): string =>
    `dropout or noise layers shift the statistics of ${count(layers.length, 'BatchNorm layer')} behind them: the moving statistics have converged to inputs with noise, and inference mode has none (${layers[0]!.path} is ${distance(layers[0]!.populationDistance)} off).`,

  averagedOverEpoch: ({ name }: JudgedMetric): string =>
    `the fit-time ${name} is a mean over the last epoch, in which the weights moved through the gap; the final weights agree with predict in training mode.`,

  otherRows: ({ rows, recording }: Modes): string =>
    `these ${count(rows, 'row')} are not the ${count(recording!.rows, 'row')} that the model was trained on.`,

  differsInTrainingMode: (modes: Modes, metric: JudgedMetric): string =>
    `the final weights give ${metric.name} ${valueOn(modes, metric, 'training-mode')} on these rows in training mode too: what a layer does by mode does not explain the gap.`,

  batchDependent: ({ batchSize }: Modes): string =>
    `the statistics of a batch of ${batchSize} differ from those of all rows, and the predictions depend on it.`,

  candidates: (candidates: readonly CauseId[]): string => `It may be one of: ${candidates.join(', ')}.`,

  nonFinite: ({ nonFiniteRows, rows, nonFiniteWeight }: Modes, of: NonFinite): string => {
    const where =
      nonFiniteWeight === undefined
        ? 'All weights are finite.'
        : `The first weight that is not finite: ${nonFiniteWeight}.`;
    switch (of) {
      case 'predictions':
        return `predict gives NaN or Infinity on ${nonFiniteRows.length} of ${count(rows, 'row')} (first: row ${nonFiniteRows[0]}). ${where}`;
      case 'fit-time metrics':
        return `fit reported NaN or Infinity for its last epoch: the training diverged. ${where}`;
      case 'metrics':
        return 'predict gives finite numbers, and yet a metric of them is NaN or Infinity: it is not defined for these predictions and targets.';
    }
  },
};

function valueOn(modes: Modes, { name, kind }: JudgedMetric, rung: Parameters<typeof metricsOn>[1]): string {
  return figure(metricsOn(modes, rung)[name]!, kind);
}
