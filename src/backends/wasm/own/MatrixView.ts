import type * as tf from '@tensorflow/tfjs';

/**
 * Where the elements of a matrix lie that lie nowhere as a matrix: element (r, q) stands at
 * `rows[r] + segments[floor(q / segmentLength)] + q % segmentLength`, in floats. The patches of a convolution are of this
 * kind, since where a patch starts and where its lines lie within it add up.
 */
export interface MatrixLayout {
  readonly rows: Uint32Array;
  readonly segments: Uint32Array;
  readonly segmentLength: number;
}

/** A matrix in a tensor. */
export interface MatrixView extends MatrixLayout {
  readonly tensor: tf.TensorInfo;
}

/** A side of a product: the view, or its transpose. */
export interface Factor {
  readonly view: MatrixView;
  readonly transposed: boolean;
}

/** The matrix [rows, columns] that lies in a tensor as it is, from `start` on. */
export const plainView = (tensor: tf.TensorInfo, rows: number, columns: number, start = 0): MatrixView => ({
  tensor,
  rows: multiples(rows, columns, start),
  segments: new Uint32Array(1),
  segmentLength: columns,
});

/** start, start + step, start + 2 step ... */
export function multiples(count: number, step: number, start = 0): Uint32Array {
  const result = new Uint32Array(count);
  for (let index = 0, value = start; index < count; index++, value += step) result[index] = value;
  return result;
}

/** Every element of `outer` plus every one of `inner`: places of rows of rows. */
export function sums(outer: Uint32Array, inner: Uint32Array): Uint32Array {
  const [rows, columns] = [outer.length, inner.length];
  const result = new Uint32Array(rows * columns);
  let at = 0;
  for (let first = 0; first < rows; first++) {
    const base = outer[first] as number;
    for (let second = 0; second < columns; second++) result[at++] = base + (inner[second] as number);
  }
  return result;
}
