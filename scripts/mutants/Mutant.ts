/** A sentence that the product promises, a change that breaks it, and the tests that have to go red for it. */
export interface Mutant {
  readonly row: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** Under `test/`, as `--testPathPatterns` takes it. */
  readonly tests: string;
}
