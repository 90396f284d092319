/**
 * The matchers that must be awaited, for eslint: `'jest/valid-expect': ['error', { asyncMatchers: ['toResolve',
 * 'toReject', ...asyncMatchers] }]`. Loads nothing.
 */
export const asyncMatchers = [
  'toPredictConsistentlyWithTraining',
  'toHaveConvergedBatchNormStats',
  'toMatchPredictionSnapshot',
  'toMatchPredictionImageSnapshot',
] as const;

export type MatcherName = (typeof asyncMatchers)[number];
