import type { FormulaName } from './formulas';
import type { KnownLoss } from './knownLosses';
import type { Table } from './Table';

/** A loss or metric of one output: one number per row of a batch, whose mean over all rows is what `fit` reports. */
export interface Metric {
  /** As printed: `loss`, `accuracy`, `digit_accuracy` where there are several outputs; a function without a name is `anonymous`. */
  readonly name: string;
  /** The key in the history of `fit`, as tfjs makes it: `acc` for `accuracy`, `` for a function without a name, `acc_0` and `acc_1` for two of one name. */
  readonly reported: string;
  /** `accuracy`: bounded by 0 and 1, higher is better. `other` metrics are shown and not judged. */
  readonly kind: 'accuracy' | 'loss' | 'other';
  /** Which function of tfjs it is: `binaryAccuracy` for an `accuracy` that tfjs resolved so. Undefined for one of one's own. */
  readonly resolved: FormulaName | undefined;
  /**
   * Whether a number belongs to a whole batch and not to its rows (precision, `tf.losses`, a function that returns a
   * scalar): every row of the batch gets it, so that the mean over rows is tfjs' mean of batches weighted by size, also
   * under class weights. Undefined for a function of one's own that has not been called yet.
   */
  readonly batchwise: boolean | undefined;
  perRow(targets: Table, predictions: Table): Float64Array | Promise<Float64Array>;
}

export interface Loss extends Metric {
  readonly kind: 'loss';
  /** Undefined for a loss whose scale is not known: a function of one's own, or one of tfjs that is no sum over rows. */
  readonly resolved: KnownLoss | undefined;
}

/** What one output is held to. */
export interface OutputMetrics {
  readonly output: string;
  /** The shape of the output, null where it is free. */
  readonly shape: readonly (number | null)[];
  readonly loss: Loss;
  /** The metrics it was compiled with; `accuracy` is always among them. */
  readonly others: readonly Metric[];
}
