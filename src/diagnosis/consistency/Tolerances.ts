/** What inference mode may be worse by. */
export interface Tolerances {
  /** Of accuracy-like metrics, absolute. Default: 0.05. */
  readonly accuracy: number;
  /**
   * Of the loss, as a share of the loss of the best constant prediction, default 0.10; of a loss of one's own, whose scale
   * nobody knows, absolute and without a default.
   */
  readonly loss: number;
}

export const defaultTolerances: Tolerances = { accuracy: 0.05, loss: 0.1 };
