/** Every cause that a diagnosis can name; scripts match on these ids, so they do not change. */
export type CauseId =
  | 'batchnorm-not-converged'
  | 'batchnorm-lagging'
  | 'batchnorm-batch-noise'
  | 'batchnorm-frozen-drift'
  | 'batchnorm-batch-composition'
  | 'batchnorm-outlier'
  | 'batchnorm-stats-lost'
  | 'stochastic-layer'
  | 'custom-layer-mode'
  | 'averaged-over-epoch'
  | 'regularisation-in-loss'
  | 'weighted-loss'
  | 'metric-resolution'
  | 'call-time-training-ignored'
  | 'frozen-weights-moved'
  | 'within-margin'
  | 'within-noise'
  | 'augmentation'
  | 'padding-dependent'
  | 'late-divergence'
  | 'preparation-mismatch'
  | 'rows-misaligned'
  | 'classes-permuted'
  | 'weights-not-loaded'
  | 'averaged-weights'
  | 'weights-permuted'
  | 'converted-model'
  | 'random-inference'
  | 'multi-output-evaluate'
  | 'batchwise-metric'
  | 'stateful-rnn'
  | 'engine-precision'
  | 'other-rows'
  | 'non-finite'
  | 'undetermined';

/** What opens a gap between fit time and inference mode. */
export interface Cause {
  readonly id: CauseId;
  /**
   * Part of the gap that it explains; shares may be negative or above 1 where steps of the ladder cancel. 0 for what was
   * found beside the gap.
   */
  readonly share: number;
  /** What was seen, in sentences. */
  readonly evidence: readonly string[];
  /** What to do, each one enough by itself. */
  readonly remedy: readonly string[];
  /** For `undetermined`: the causes that the evidence does not separate. */
  readonly candidates?: readonly CauseId[];
}

/** What is said of a cause. */
export type Said = Pick<Cause, 'evidence' | 'remedy'>;
