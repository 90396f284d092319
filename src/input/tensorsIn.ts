import type { Tensor } from '@tensorflow/tfjs';
import { isTensor } from './valuesBySlot';

/** Every tensor in one element of a dataset, whichever way it is put together. Numbers are not looked at. */
export function tensorsIn(element: unknown): readonly Tensor[] {
  if (typeof element !== 'object' || element === null || ArrayBuffer.isView(element)) return [];
  if (isTensor(element)) return [element];
  const held: readonly unknown[] = Array.isArray(element) ? element : Object.values(element);
  return typeof held[0] === 'number' ? [] : held.flatMap(tensorsIn);
}
