/** Bytes of one number, by the name that the format gives its type. Those that TensorFlow.js holds, and float64. */
export const byteSizes = { F32: 4, F64: 8, I32: 4, U8: 1, BOOL: 1 } as const;

export type Dtype = keyof typeof byteSizes;

/** Where the numbers of one tensor lie. */
export interface TensorEntry {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** First byte, counted from the start of the file. */
  readonly start: number;
  readonly byteLength: number;
}

/** What stands before the numbers. */
export interface SafetensorsHeader {
  readonly metadata: Readonly<Record<string, string>>;
  /** In the order of their numbers in the file. */
  readonly tensors: readonly TensorEntry[];
}
