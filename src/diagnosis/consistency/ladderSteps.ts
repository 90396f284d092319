import type { Modes, RungName } from '../../probes/modes/Modes';
import type { JudgedMetric } from './ConsistencyVerdict';
import { worsening } from './judgedMetrics';

/** A step of the mode ladder, named for what changes between its two rungs. */
export type StepName = 'data' | 'noise' | 'batch statistics' | 'moving statistics';

export interface Step {
  readonly name: StepName;
  readonly share: number;
}

const steps: readonly (readonly [StepName, RungName, RungName])[] = [
  ['data', 'fit-time', 'training-mode'],
  ['noise', 'training-mode', 'dropout-off'],
  ['batch statistics', 'dropout-off', 'population-batchnorm'],
  ['moving statistics', 'population-batchnorm', 'inference-mode'],
];

/** A step below this share of the gap is not named as a cause. */
export const namedShare = 0.25;

/** The steps that open the gap of a metric, the largest first; all shares together, those left out too, sum to 1. */
export function openingSteps(modes: Modes, metric: JudgedMetric): readonly Step[] {
  return steps
    .map(([name, from, to]) => ({ name, share: worsening(modes, metric, from, to) / metric.gap }))
    .filter(({ share }) => share >= namedShare)
    .sort((a, b) => b.share - a.share);
}
