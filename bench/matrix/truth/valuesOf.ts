import type { Tensor } from '@tensorflow/tfjs';
import type { Values } from './Scores';

/** A tensor `[rows, columns]` as numbers. */
export function valuesOf(tensor: Tensor): Values {
  const flat = Array.from(tensor.dataSync());
  const columns = flat.length / tensor.shape[0];
  return Array.from({ length: tensor.shape[0] }, (_, row) => flat.slice(row * columns, (row + 1) * columns));
}
