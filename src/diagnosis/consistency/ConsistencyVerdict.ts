/** A fit-time metric held against inference mode. */
export interface JudgedMetric {
  readonly name: string;
  readonly kind: 'accuracy' | 'loss';
  /** Fit-time value. */
  readonly promised: number;
  /** Value computed from `predict`. */
  readonly predicted: number;
  /** How much worse `predicted` is: in units of the metric, for a loss in units of `lossScale`. Negative: better. */
  readonly gap: number;
  /** The gap that is allowed, in the same units. */
  readonly tolerance: number;
}

export type ConsistencyVerdict =
  /** Inference mode keeps the promise, or does better; `metric` is the one furthest from its promise. */
  | { readonly kind: 'kept'; readonly metric: JudgedMetric }
  /** The rows that are lost hang on a difference that rounding makes, and their loss keeps its promise. */
  | { readonly kind: 'within margin'; readonly metric: JudgedMetric }
  /** A single row is lost, and training mode loses it too in some batching. */
  | { readonly kind: 'single row lost'; readonly metric: JudgedMetric }
  /** Training mode agrees with inference mode, and gives what the fit reported in one batching and not in another. */
  | { readonly kind: 'within batch noise'; readonly metric: JudgedMetric }
  /** The weights moved through the gap while the last epoch was averaged, and they agree with inference mode now. */
  | { readonly kind: 'averaged over the epoch'; readonly metric: JudgedMetric }
  /** Rows other than those of the fit, on which inference mode does not do significantly worse. */
  | { readonly kind: 'other rows'; readonly metric: JudgedMetric }
  /** Red. */
  | { readonly kind: 'broken'; readonly metric: JudgedMetric }
  /** Red, and an error in a matcher: nothing can be judged. */
  | { readonly kind: 'non-finite'; readonly of: NonFinite };

/**
 * What is NaN or Infinity: what `predict` gives, a weight (which WASM may turn into finite predictions), what the fit reported,
 * or a metric of predictions that are finite.
 */
export type NonFinite = 'predictions' | 'weights' | 'fit-time metrics' | 'metrics';

export function isConsistent({ kind }: ConsistencyVerdict): boolean {
  return kind !== 'broken' && kind !== 'non-finite';
}
