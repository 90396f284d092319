import type { Tensor } from '@tensorflow/tfjs';
import type { StoredTensor } from '../../files/safetensors/encodeSafetensors';

const types = { float32: 'F32', int32: 'I32', bool: 'BOOL' } as const;
const arrays = { float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const;

/** The numbers of a tensor in memory. Anew, by the type that it has: one that the cpu engine has cast holds those of another. */
export async function numbersOf(name: string, tensor: Tensor): Promise<StoredTensor> {
  const dtype = tensor.dtype as keyof typeof types;
  const values = await tensor.data();
  const { buffer } = new arrays[dtype](values);
  return { name, dtype: types[dtype], shape: tensor.shape, bytes: new Uint8Array(buffer) };
}
