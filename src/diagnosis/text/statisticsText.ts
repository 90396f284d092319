import type { BatchNormMeasurement } from '../../probes/batchNorm/BatchNormMeasurement';
import { count } from './figures';
import type { Said } from '../Cause';

/** Said about moving statistics that are lost, or that single batches have made. */
export const statisticsText = {
  lost: (layers: readonly BatchNormMeasurement[], of: number): Said => ({
    evidence: [
      `the moving statistics of ${count(layers.length, 'BatchNorm layer')} of ${of} are lost: 0 and 1 in every channel, though the layer was trained (${layers[0]!.path}).`,
      'Every update moves them, however little.',
    ],
    remedy: [
      'save all weights: model.save() with trainableOnly: true leaves moving statistics out, and loading without strict does not say so',
      'await recalibrateBatchNorm(model, xs, { batchSize })    exact, from the training rows',
    ],
  }),

  outlier: (layer: BatchNormMeasurement, channel: number, unevenness: number): Said => ({
    evidence: [
      `a few rows are far from all others: at ${layer.path}, channel ${channel}, the variances of batches differ by ${unevenness.toFixed(1)} times their mean, and the moving variance is that of the batches they were in.`,
    ],
    remedy: [
      'look for such rows in the data, and clip or leave them out',
      'standardise the inputs robustly (median and quartiles), or clip them before the first BatchNorm layer',
    ],
  }),
};
