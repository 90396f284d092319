/** How one output of one test has moved. Means are unweighted, in float64. */
export interface OutputDrift {
  readonly output: string;
  readonly rows: number;
  readonly columns: number;
  /** The largest and the mean absolute change of a number. */
  readonly largest: number;
  readonly mean: number;
  /** Decisions that changed, of how many. */
  readonly flips: number;
  readonly decisions: number;
  /** Top-1 accuracy, if labels were kept. */
  readonly accuracy?: { readonly from: number; readonly to: number };
}

interface Named {
  readonly file: string;
  readonly test: string;
  readonly renamedFrom?: { readonly file: string; readonly test: string };
}

/** What became of one test. */
export type TestDrift = Named &
  (
    | {
        readonly kind: 'compared';
        readonly outputs: readonly OutputDrift[];
        /** What else changed: inputs, engine, weights. Then a change need not be the model's. */
        readonly changed: readonly string[];
      }
    | { readonly kind: 'other outputs'; readonly from: string; readonly to: string }
    | { readonly kind: 'unreadable'; readonly revision: string; readonly why: string }
    | { readonly kind: 'added' | 'removed' }
  );

export interface Revision {
  readonly name: string;
  readonly commit: string;
}

export interface Drift {
  readonly from: Revision;
  readonly to: Revision;
  readonly tests: readonly TestDrift[];
}
