import { readSafetensorsHeader } from './readSafetensorsHeader';
import type { SafetensorsHeader } from './SafetensorsHeader';
import type { StoredTensor } from './encodeSafetensors';

/** A whole file at once. The bytes of each tensor are a copy of their own, so that any typed array may lie on them. */
export function decodeSafetensors(bytes: Uint8Array): {
  readonly metadata: SafetensorsHeader['metadata'];
  readonly tensors: readonly StoredTensor[];
} {
  const { metadata, tensors } = readSafetensorsHeader({
    byteLength: bytes.byteLength,
    read: (start, length) => bytes.subarray(start, start + length),
  });
  return {
    metadata,
    tensors: tensors.map(({ name, dtype, shape, start, byteLength }) => ({
      name,
      dtype,
      shape,
      bytes: new Uint8Array(bytes.subarray(start, start + byteLength)),
    })),
  };
}
