/** What a number may be off: `|actual - expected| <= atol + rtol * |expected|`, as numpy's `allclose` has it. */
export interface Tolerance {
  readonly atol: number;
  readonly rtol: number;
}
