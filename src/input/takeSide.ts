import type { Tensor } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { checkInputShape, checkTargetShape } from './checkShapes';
import type { Slot } from './Slot';
import { tensorFrom } from './tensorFrom';
import { nameOf, type Named, valuesBySlot } from './valuesBySlot';

/** The tensors of all inputs or all outputs. */
export interface TakenSide {
  readonly tensors: readonly Tensor[];
  /** Those that were made here, to be disposed here. */
  readonly made: readonly Tensor[];
}

/** The tensors of `xs` or `ys`, checked against the model; when it throws, what it made is freed. */
export function takeSide(value: unknown, slots: readonly Slot[], named: Named): TakenSide {
  const made: Tensor[] = [];
  const keep = (tensor: Tensor): Tensor => {
    made.push(tensor);
    return tensor;
  };
  try {
    const tensors = valuesBySlot(value, slots, named).map((each, i) => {
      const slot = slots[i]!;
      const what = nameOf(slot, slots, named);
      const taken = tensorFrom(each, slot, what);
      if (taken.own) keep(taken.tensor);
      (named.side === 'xs' ? checkInputShape : checkTargetShape)(taken.tensor, slot, what);
      return isFlat(taken.tensor, slot) ? keep(tf.reshape(taken.tensor, [-1, 1])) : taken.tensor;
    });
    return { tensors, made };
  } catch (error) {
    tf.dispose(made);
    throw error;
  }
}

/**
 * tfjs' `fit` and `predict` make a column of it, `apply` does not; nor does `fitDataset`, which then holds every target against
 * every prediction of the batch.
 */
function isFlat({ rank }: Tensor, { shape }: Slot): boolean {
  return rank === 1 && shape?.length === 2;
}
