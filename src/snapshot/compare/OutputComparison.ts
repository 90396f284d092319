import type { Tolerance } from '../../numeric/Tolerance';
import type { OutputDescription } from '../PredictionSnapshot';

/** One number that moved. */
export interface Difference {
  readonly row: number;
  /** Counted within the row. */
  readonly column: number;
  readonly stored: number;
  readonly predicted: number;
  readonly difference: number;
  readonly allowed: number;
}

/** A decision that changed. */
export interface Flip {
  readonly row: number;
  /** Which decision of the row: 0 where it has but one. */
  readonly position: number;
  /** Classes; 0 and 1 for a threshold. */
  readonly from: number;
  readonly to: number;
  /** How far the stored decision was from another one: to the second largest number, or to the threshold. */
  readonly margin: number;
}

/** How an output differs from what was stored of it. Means are unweighted, in float64. */
export interface OutputComparison {
  readonly output: OutputDescription;
  readonly tolerance: Tolerance;
  readonly rows: number;
  readonly columns: number;
  readonly differingRows: number;
  readonly differingNumbers: number;
  /** The number furthest outside of its allowance, or nearest to it; undefined where none moved. */
  readonly worst: Difference | undefined;
  /** The largest share of its allowance that a number used; more than 1 where one differs. */
  readonly used: number;
  readonly largest: number;
  readonly mean: number;
  readonly decisions: number;
  readonly flips: number;
  /** Those of the largest margin, at most five. */
  readonly listedFlips: readonly Flip[];
  /** Half the sum of a row's absolute differences, per decision of the row; only for distributions. */
  readonly totalVariation:
    { readonly mean: number; readonly largest: number; readonly row: number } | undefined;
  /** The smallest tolerances that would have let every number pass, each with the other as it was; where all pass, those that there are. */
  readonly wouldPass: Tolerance;
  /** Top-1 accuracy against the labels, if there are any. */
  readonly accuracy: { readonly stored: number; readonly predicted: number } | undefined;
}
