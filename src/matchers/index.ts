import { toHaveConvergedBatchNormStats } from './toHaveConvergedBatchNormStats';
import { toMatchPredictionImageSnapshot } from './toMatchPredictionImageSnapshot';
import { toMatchPredictionSnapshot } from './toMatchPredictionSnapshot';
import { toPredictConsistentlyWithTraining } from './toPredictConsistentlyWithTraining';

export { asyncMatchers } from './names';
export type { ModelMatchers } from './ModelMatchers';

/** For `expect.extend(matchers)` by hand; `./setup` does it for you. */
export const matchers = {
  toPredictConsistentlyWithTraining,
  toHaveConvergedBatchNormStats,
  toMatchPredictionSnapshot,
  toMatchPredictionImageSnapshot,
};
