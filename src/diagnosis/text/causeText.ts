import type { BatchNormMeasurement } from '../../probes/batchNorm/BatchNormMeasurement';
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

  customLayers: (modes: Modes, metric: JudgedMetric): string =>
    `a layer of your own does something else in training mode (${modes.customLayers.slice(0, 3).join(', ')}): ${metric.name} is ${valueOn(modes, metric, 'training-mode')} there, ${valueOn(modes, metric, 'dropout-off')} without.`,

  hiddenNorm: (paths: readonly string[]): string =>
    `a layer of your own (${paths.slice(0, 3).join(', ')}) holds a BatchNorm layer where it cannot be found, and its moving statistics are not those of these rows.`,

  noiseShiftsStatistics: (layers: readonly LayerJudgement[]): string =>
    `dropout or noise layers shift the statistics of ${count(layers.length, 'BatchNorm layer')} behind them: the moving statistics have converged to inputs with noise, and inference mode has none (${layers[0]!.path} is ${distance(layers[0]!.populationDistance)} off).`,

  averagedOverEpoch: ({ name }: JudgedMetric): string =>
    `the fit-time ${name} is a mean over the last epoch, in which the weights moved through the gap; the final weights agree with predict in training mode.`,

  otherRows: ({ rows, recording }: Modes): string =>
    `these ${count(rows, 'row')} are not the ${count(recording!.rows, 'row')} that the model was trained on.`,

  differsInTrainingMode: (modes: Modes, metric: JudgedMetric): string =>
    `the final weights give ${metric.name} ${valueOn(modes, metric, 'training-mode')} on these rows in training mode too: what a layer does by mode does not explain the gap.`,

  batchNoise: ({ batchSize }: Modes): string =>
    `batches of ${batchSize} are too small for BatchNorm here: their statistics differ from batch to batch and from those of all rows, and the predictions depend on it.`,

  lastBatches: (layers: readonly LayerJudgement[]): string =>
    `a momentum of ${layers[0]!.momentum} remembers ${(1 / (1 - layers[0]!.momentum)).toFixed(1)} updates: the moving statistics of ${count(layers.length, 'BatchNorm layer')} are those of the last batches, whatever these held.`,

  composition: ({ batchSize, streamed }: Modes, unlikeness: number): string =>
    `batches of ${batchSize} rows in the order ${streamed ? 'of the dataset' : 'given'} are of unlike composition: their means differ ${unlikeness.toFixed(1)} times as much as those of random batches can, and training mode leans on it.`,

  sameBatches: ({ batchSize }: Modes): string =>
    `the same rows shared a batch of ${batchSize} in every epoch, and training mode leans on which ones do: in other batches of the same rows it does worse.`,

  mixed: (layers: readonly BatchNormMeasurement[]): string =>
    `${layers[0]!.path} is called ${layers[0]!.callsPerBatch} times in one pass, with inputs that differ: training mode normalises each by its own batch, inference mode all by one average.`,

  lagging: (layers: readonly LayerJudgement[]): string =>
    `the moving statistics of ${count(layers.length, 'BatchNorm layer')} lag behind weights that moved: what is left of the start values and the noise of batches explain no such distance (${layers[0]!.path}: ${distance(layers[0]!.populationDistance)}, noise ${distance(layers[0]!.noise)}).`,

  lateDivergence: (modes: Modes, metric: JudgedMetric): readonly string[] => {
    const { size, metrics } = modes.recording!.lastEpoch.at(-1)!;
    return [
      `the last update of the fit made the model worse: in training mode too, its weights give ${metric.name} ${valueOn(modes, metric, 'training-mode')} on these rows.`,
      `The last batch (${count(size, 'row')}) had ${metric.name} ${figure(metrics[metric.name] ?? NaN, metric.kind)} before its update; nothing was measured after it.`,
    ];
  },

  singleRow: ({ rows }: Modes): string =>
    `one row of ${rows}, and training mode loses it too in some batching: no more than noise.`,

  batchLuck: (modes: Modes, metric: JudgedMetric): string =>
    `training mode agrees with predict: ${metric.name} is ${valueOn(modes, metric, 'training-mode')} there, and differs by up to ${spreadOn(modes, metric)} with which rows share a batch; fit had other batches.`,

  withinMargin: (modes: Modes, metric: JudgedMetric): string =>
    `the rows that are lost hang on rounding: with a margin of 1e-5 in the prediction ${metric.name} is ${figure(modes.withinMargin[metric.name]!, metric.kind)}.`,

  candidates: (candidates: readonly CauseId[]): string => `It may be one of: ${candidates.join(', ')}.`,

  nonFinite: ({ nonFiniteRows, rows, nonFiniteWeight }: Modes, of: NonFinite): string => {
    const where =
      nonFiniteWeight === undefined
        ? 'All weights are finite.'
        : `The first weight that is not finite: ${nonFiniteWeight}.`;
    switch (of) {
      case 'predictions':
        return `predict gives NaN or Infinity on ${nonFiniteRows.length} of ${count(rows, 'row')} (first: row ${nonFiniteRows[0]}). ${where}`;
      case 'weights':
        return `a weight is NaN or Infinity, though predict gives numbers: the engine swallows it. ${where}`;
      case 'fit-time metrics':
        return `fit reported NaN or Infinity for its last epoch: the training diverged. ${where}`;
      case 'metrics':
        return 'predict gives finite numbers, and yet a metric of them is NaN or Infinity: it is not defined for these predictions and targets.';
    }
  },
};

function spreadOn({ ladder }: Modes, { name, kind }: JudgedMetric): string {
  return figure(ladder.find(({ rung }) => rung === 'training-mode')!.spread[name]!, kind);
}

function valueOn(modes: Modes, { name, kind }: JudgedMetric, rung: Parameters<typeof metricsOn>[1]): string {
  return figure(metricsOn(modes, rung)[name]!, kind);
}
