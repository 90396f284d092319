import { broadcastShape, sourceIndex } from './broadcast';
import type { Vector } from './lossFunctions';
import type { Table } from './Table';

/** The vectors along the last axis of a tensor; `shape` is that of the other axes. */
export interface Vectors {
  readonly shape: readonly number[];
  readonly width: number;
  readonly values: Table['values'];
}

/** What a loss or metric of tfjs returns, before the mean. */
export interface Shaped {
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

export type OfVectors = (t: Vector, p: Vector) => number;

export function vectorsOf({ shape, values }: Table): Vectors {
  return { shape: shape.slice(0, -1), width: shape.at(-1)!, values };
}

export function sameShape(t: Table, p: Table): boolean {
  return t.shape.join() === p.shape.join();
}

/** `of` for each pair of vectors, all axes broadcast as tfjs does. Undefined where the shapes do not fit together. */
export function broadcasting(t: Table, p: Table, of: OfVectors): Shaped | undefined {
  const [targets, predictions] = [vectorsOf(t), vectorsOf(p)];
  const fit = broadcastShape([targets.width], [predictions.width]) !== undefined;
  return fit ? overVectors(targets, predictions, of) : undefined;
}

/** `of` for each pair of vectors, which keep their own widths, the other axes broadcast. */
export function overVectors(targets: Vectors, predictions: Vectors, of: OfVectors): Shaped | undefined {
  const shape = broadcastShape(targets.shape, predictions.shape);
  if (shape === undefined) return undefined;
  const [targetAt, predictionAt] = [sourceIndex(targets.shape, shape), sourceIndex(predictions.shape, shape)];
  const values = new Float64Array(shape.reduce((a, b) => a * b, 1));
  for (let i = 0; i < values.length; i++)
    values[i] = of(vector(targets, targetAt(i)), vector(predictions, predictionAt(i)));
  return { shape, values };
}

function vector({ values, width }: Vectors, index: number): Vector {
  return values.subarray(index * width, (index + 1) * width);
}
