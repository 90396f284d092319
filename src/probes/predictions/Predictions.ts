/** The numbers of one output, row after row; bool as 0 and 1. */
export interface PredictedOutput {
  /** Of the layer. */
  readonly name: string;
  readonly dtype: 'float32' | 'int32' | 'bool';
  /** Rows first. */
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array | Uint8Array;
}

export interface Predictions {
  readonly outputs: readonly PredictedOutput[];
  /** A digest of the inputs. */
  readonly inputs: string;
  /** `layer/weight` of the first weight that is not finite: some kernels make numbers of NaN. */
  readonly nonFiniteWeight: string | undefined;
}
