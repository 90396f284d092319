/** How numbers of a type lie in memory, little-endian. */
export interface NumberType {
  readonly size: number;
  readonly read: (bytes: ArrayBuffer) => ArrayLike<number>;
}

/** The types of numbers that files of data may hold. 64-bit integers become float64: beyond 2 ** 53 they are rounded. */
export const numberTypes = {
  float32: { size: 4, read: (bytes) => new Float32Array(bytes) },
  float64: { size: 8, read: (bytes) => new Float64Array(bytes) },
  int64: { size: 8, read: (bytes) => Float64Array.from(new BigInt64Array(bytes), Number) },
  uint64: { size: 8, read: (bytes) => Float64Array.from(new BigUint64Array(bytes), Number) },
  int32: { size: 4, read: (bytes) => new Int32Array(bytes) },
  uint32: { size: 4, read: (bytes) => new Uint32Array(bytes) },
  int16: { size: 2, read: (bytes) => new Int16Array(bytes) },
  uint16: { size: 2, read: (bytes) => new Uint16Array(bytes) },
  int8: { size: 1, read: (bytes) => new Int8Array(bytes) },
  uint8: { size: 1, read: (bytes) => new Uint8Array(bytes) },
} as const satisfies Readonly<Record<string, NumberType>>;
