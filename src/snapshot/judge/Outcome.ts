import type { OutputComparison } from '../compare/OutputComparison';
import type { Environment, OutputDescription } from '../PredictionSnapshot';
import type { Judging } from './toleranceFor';

/** An output that was held against its snapshot. */
export interface JudgedOutput extends Judging {
  readonly comparison: OutputComparison;
  readonly holds: boolean;
}

interface Compared {
  readonly outputs: readonly JudgedOutput[];
  readonly stored: Environment;
  readonly now: Environment;
  readonly sameInputs: boolean;
}

/** What a stored snapshot and a prediction are to one another. */
export type Comparison =
  | ({ readonly kind: 'matching' } & Compared)
  | ({ readonly kind: 'different' } & Compared)
  | {
      readonly kind: 'other outputs';
      readonly stored: readonly OutputDescription[];
      readonly predicted: readonly OutputDescription[];
    }
  | { readonly kind: 'unreadable'; readonly why: string };

/** What became of a snapshot. */
export type Outcome =
  | { readonly kind: 'written' }
  | { readonly kind: 'updated' }
  /** There is none, and none may be written (`--ci`). */
  | { readonly kind: 'missing'; readonly predicted: readonly OutputDescription[] }
  | Comparison;
