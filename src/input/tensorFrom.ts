import type { Tensor } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { given, isPromise } from './given';
import { inputError } from './inputError';
import { numbersIn } from './numbersIn';
import type { Slot } from './Slot';
import { isShaped, isTensor } from './valuesBySlot';

const allowed = 'a tensor, { values, shape } with a typed array and its shape, or nested numbers';

/** A tensor of what a slot was given, and whether it was made here. */
export interface Taken {
  readonly tensor: Tensor;
  readonly own: boolean;
}

/**
 * The caller's tensor as it is; a new one of anything else, with the dtype of the model's input. Typed arrays may come
 * from another realm, as those of tfjs-node inside Jest do.
 */
export function tensorFrom(value: unknown, slot: Slot, what: string): Taken {
  if (isTensor(value)) return { tensor: alive(value, what), own: false };
  if (isShaped(value)) return { tensor: shaped(value, slot, what), own: true };
  if (Array.isArray(value)) return { tensor: nested(value as unknown[], slot, what), own: true };
  throw inputError({
    what,
    given: ArrayBuffer.isView(value) ? `${given(value)} without a shape` : given(value),
    allowed,
    next: nextFor(value),
  });
}

function nextFor(value: unknown): string {
  if (isPromise(value)) return 'await it';
  return ArrayBuffer.isView(value)
    ? 'say how its numbers lie: { values: array, shape: [rows, ...] }'
    : 'make a tensor of it: tf.tensor(values, shape)';
}

function alive(tensor: Tensor, what: string): Tensor {
  if (!tensor.isDisposed) return tensor;
  throw inputError({
    what,
    given: 'a disposed tensor',
    allowed: 'a tensor that is still alive',
    next: 'dispose the data after the last matcher or probe that uses it',
  });
}

function shaped({ values, shape }: { values: unknown; shape: unknown }, slot: Slot, what: string): Tensor {
  const numbers =
    ArrayBuffer.isView(values) || Array.isArray(values) ? (values as ArrayLike<unknown>) : undefined;
  const sizes =
    Array.isArray(shape) && shape.every((size) => Number.isInteger(size) && (size as number) >= 0);
  const size = sizes ? (shape as number[]).reduce((product, each) => product * each, 1) : NaN;
  const isOfNumbers = typeof numbers?.[0] === 'number' || numbers?.length === 0;
  if (numbers === undefined || !isOfNumbers || numbers.length !== size) {
    throw inputError({
      what,
      given: `{ values: ${given(values)}${numbers === undefined ? '' : ` of ${numbers.length}`}, shape: ${given(shape)} }`,
      allowed: 'a typed array or a flat list of numbers, and a shape whose sizes multiply to its length',
      next: 'give the shape with the rows first: [rows, ...]',
    });
  }
  return made(numbers as ArrayLike<number>, shape as number[], slot);
}

function nested(value: readonly unknown[], slot: Slot, what: string): Tensor {
  const found = numbersIn(value);
  if (found.kind === 'numbers') return made(found.values, found.shape, slot);
  throw inputError({
    what,
    given: `an array with ${found.seen} at [${found.at.join('][')}]`,
    allowed: 'nested arrays of numbers, all of one depth and of one length at each depth',
    next: 'bring all rows into one shape, or pass a tensor',
  });
}

function made(values: ArrayLike<number>, shape: readonly number[], { dtype }: Slot): Tensor {
  // Copied: `tf.tensor` takes no Float64Array, and would go on sharing memory with the caller.
  const own = dtype === 'int32' ? Int32Array.from(values) : Float32Array.from(values);
  return tf.tensor(own, [...shape], dtype);
}
