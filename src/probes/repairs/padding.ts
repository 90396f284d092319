import type { Tensor } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import type { InputMap } from './inputMaps';

/** Whether every number of a step is 0: what `maskZero` and `Masking` take for padding. */
function paddedSteps(values: ArrayLike<number>, steps: number, size: number, row: number): boolean[] {
  return Array.from({ length: steps }, (_, step) => {
    for (let i = 0; i < size; i++) if (values[(row * steps + step) * size + i] !== 0) return false;
    return true;
  });
}

const isSequence = ({ rank }: Tensor): boolean => rank === 2 || rank === 3;

/** Steps of `[rows, steps, ...]` in another order, by row. */
function reordered(x: Tensor, orderOf: (isPad: readonly boolean[]) => readonly number[]): Tensor {
  const [rows, steps] = x.shape as [number, number];
  const size = x.size / rows / steps;
  const values = x.dataSync();
  const result = values.slice();
  for (let row = 0; row < rows; row++) {
    const order = orderOf(paddedSteps(values, steps, size, row));
    for (const [to, from] of order.entries())
      for (let i = 0; i < size; i++)
        result[(row * steps + to) * size + i] = values[(row * steps + from) * size + i]!;
  }
  return tf.tensor(result, x.shape, x.dtype);
}

const places = (isPad: readonly boolean[], wanted: boolean): number[] =>
  [...isPad.keys()].filter((step) => isPad[step] === wanted);

function padsOnOneSide(x: Tensor, side: 'front' | 'end'): boolean {
  if (!isSequence(x)) return false;
  const [rows, steps] = x.shape as [number, number];
  if (steps < 2) return false;
  const values = x.dataSync();
  let any = false;
  for (let row = 0; row < rows; row++) {
    const isPad = paddedSteps(values, steps, x.size / rows / steps, row);
    any ||= isPad[side === 'end' ? steps - 1 : 0]!;
    if (isPad[side === 'end' ? 0 : steps - 1]) return false;
  }
  return any;
}

/** Sequences whose padding stands on the other side than in the fit. */
export const paddingMaps: readonly InputMap[] = [
  {
    name: 'pad the sequences at the front, not at the end',
    isPadding: true,
    isPlausible: (_, x) => padsOnOneSide(x, 'end'),
    apply: (x) => reordered(x, (isPad) => [...places(isPad, true), ...places(isPad, false)]),
  },
  {
    name: 'pad the sequences at the end, not at the front',
    isPadding: true,
    isPlausible: (_, x) => padsOnOneSide(x, 'front'),
    apply: (x) => reordered(x, (isPad) => [...places(isPad, false), ...places(isPad, true)]),
  },
];
