import { type Configuration, idOf } from './Configuration';
import { type Outcome, outcomeOf } from './outcome';
import { trainOne } from './trainOne';
import { measure } from './truth/measure';
import { predictTruth } from './truth/predictTruth';
import { statisticsTruth } from './truth/statisticsTruth';
import type { Measured, PredictTruth, StatisticsTruth } from './truth/Truth';

/** One model: what is true of it, and what the matchers said. Plain data. */
export interface Result {
  readonly id: string;
  readonly architecture: string;
  readonly measured: Measured;
  readonly predict: PredictTruth;
  readonly statistics: StatisticsTruth;
  readonly toPredictConsistentlyWithTraining: Outcome;
  readonly toHaveConvergedBatchNormStats: Outcome;
}

/** Trains, measures the truth, and then asks the matchers: `ask` says how. */
export async function runOne(configuration: Configuration, ask = outcomeOf): Promise<Result> {
  const { batchSize, seed, momentum, updates } = configuration;
  const { architecture, trained, rows, reported, dispose } = await trainOne(configuration);
  try {
    const fit = { batchSize, seed, reported };
    const measured = measure(trained.model, rows, architecture.outputs, fit);
    return {
      id: idOf(configuration),
      architecture: configuration.architecture,
      measured,
      predict: predictTruth(measured),
      statistics: statisticsTruth(measured, momentum ** updates),
      toPredictConsistentlyWithTraining: await ask('toPredictConsistentlyWithTraining', trained),
      toHaveConvergedBatchNormStats: await ask('toHaveConvergedBatchNormStats', trained),
    };
  } finally {
    dispose();
  }
}
