/** Mean and biased variance, one of each per channel. */
export interface Moments {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
}
