import type { BatchNormMeasurement } from '../probes/batchNorm/BatchNormMeasurement';
import type { BatchNormStatistics } from '../probes/batchNorm/BatchNormStatistics';
import { batchNormStatistics } from '../probes/batchNorm/measureBatchNorm';
import { checkProbeOptions, type ProbeOptions } from '../probes/subject/probeOptions';
import { judgeBatchNorm } from '../diagnosis/batchNorm/judgeBatchNorm';
import { convergenceText } from '../diagnosis/text/convergenceText';
import { inputError } from '../input/inputError';
import type { Data } from '../input/Data';
import * as rules from '../input/rules';
import type { TrainOptions } from '../training/TrainOptions';
import { modelMatcher } from './modelMatcher';
import { withSubject } from './withSubject';

const name = 'toHaveConvergedBatchNormStats';

export interface ConvergedBatchNormOptions extends ProbeOptions {
  /** Distance that a layer may have beyond its noise, in standard deviations or nepers. Default: 0.5. */
  readonly tolerance?: number;
  /** Trains a factory inside the matcher: the options of `train`. */
  readonly train?: TrainOptions;
}

/**
 * Passes when the moving statistics of every BatchNorm layer are where the training data takes them.
 *
 * @example await expect(trained).toHaveConvergedBatchNormStats();
 */
export const toHaveConvergedBatchNormStats = modelMatcher(name, async (received, data, options = {}) => {
  checkProbeOptions(name, options, { tolerance: rules.notNegative, train: rules.object });
  const { train, tolerance, ...probing } = options as ConvergedBatchNormOptions;
  const rows = data as Data | undefined;

  const isConverged = (layers: readonly BatchNormMeasurement[]): boolean =>
    judgeBatchNorm(layers, tolerance).kind === 'converged';
  const statistics = await withSubject(received, rows, train, name, (subject) =>
    batchNormStatistics(subject, rows, probing, name, isConverged),
  );
  refuseNonFinite(statistics);

  const verdict = judgeBatchNorm(statistics.layers, tolerance);
  return { pass: verdict.kind === 'converged', text: () => convergenceText(verdict, statistics) };
});

function refuseNonFinite({ layers, nonFiniteWeight }: BatchNormStatistics): void {
  const finite = (values: Float64Array): boolean => values.every(Number.isFinite);
  const broken = layers.find(
    ({ moving, settled, population }) =>
      ![moving, settled, population].every(({ mean, variance }) => finite(mean) && finite(variance)),
  );
  if (broken === undefined && nonFiniteWeight === undefined) return;
  throw inputError({
    what:
      broken === undefined
        ? `The weight ${nonFiniteWeight} of the model given to ${name}`
        : `The statistics of the BatchNorm layer ${broken.path} given to ${name}`,
    given: 'NaN or Infinity',
    allowed: 'finite numbers: NaN can be held against nothing',
    next: 'diagnose(trained) names the first weight that is not finite; lower the learning rate or clip gradients',
  });
}
