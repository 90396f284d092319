import type { LayerJudgement } from '../batchNorm/LayerJudgement';
import { count, percent, quantity } from './figures';

/** Sentences about moving statistics. */
export const batchNormText = {
  notConverged: (layers: number): string =>
    `the moving statistics of ${count(layers, 'BatchNorm layer')} have not converged.`,

  awayFromData: (layers: number): string =>
    `the moving statistics of ${count(layers, 'BatchNorm layer')} are not what these rows make of them.`,

  followGivenOrder: (layers: number): string =>
    `the moving statistics of ${count(layers, 'BatchNorm layer')} follow batches in the order given, which are of unlike composition, and not all rows.`,

  startHeld: ({ updates, momentum, startHeld, startsAtDefault }: LayerJudgement): string =>
    updates === undefined || startHeld === undefined
      ? 'They still hold part of their start values; a recording would tell after how many updates.'
      : `After ${count(updates, 'update')} with momentum ${momentum} they still hold ${percent(startHeld)} of their start values${startsAtDefault ? ' (mean 0, variance 1)' : ', which are those the fit found'}.`,

  worst: ({ path, worst }: LayerJudgement): string =>
    worst.of === 'mean'
      ? `Worst: ${path}, channel ${worst.channel}: moving mean ${quantity(worst.movingMean)}, on its way to ${quantity(worst.mean)} (standard deviation ${quantity(Math.sqrt(worst.variance))}).`
      : `Worst: ${path}, channel ${worst.channel}: moving variance ${quantity(worst.movingVariance)}, on its way to ${quantity(worst.variance)}.`,
};
