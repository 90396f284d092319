import type { StoredTensor } from '../files/safetensors/encodeSafetensors';

/** What is kept under a key: numbers, and text about them. */
export interface Entry {
  readonly tensors: readonly StoredTensor[];
  readonly metadata: Readonly<Record<string, string>>;
}
