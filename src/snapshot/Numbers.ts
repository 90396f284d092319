import type { Dtype } from '../files/safetensors/SafetensorsHeader';

/** The numbers of an output, row after row: float32, int32, and bool as 0 and 1. */
export type Numbers = Float32Array | Int32Array | Uint8Array;

export type NumberType = 'float32' | 'int32' | 'bool';

/** How the side file names the types. */
export const dtypes: Readonly<Record<NumberType, Dtype>> = { float32: 'F32', int32: 'I32', bool: 'BOOL' };

export function numbersOn(bytes: Uint8Array, dtype: NumberType): Numbers {
  const { buffer, byteOffset, byteLength } = bytes;
  switch (dtype) {
    case 'float32':
      return new Float32Array(buffer, byteOffset, byteLength / 4);
    case 'int32':
      return new Int32Array(buffer, byteOffset, byteLength / 4);
    case 'bool':
      return bytes;
  }
}

export function bytesOf({ buffer, byteOffset, byteLength }: Numbers): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
