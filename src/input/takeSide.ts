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
      const shape = shapeFor(taken.tensor, slot, named);
      return shape === undefined ? taken.tensor : keep(tf.reshape(taken.tensor, shape));
    });
    return { tensors, made };
  } catch (error) {
    tf.dispose(made);
    throw error;
  }
}

/**
 * The shape in which tfjs takes a tensor, if it is another. `fit` and `predict` make a column of one axis, `apply` does not, nor does
 * `fitDataset`, which then holds every target against every prediction of the batch. Class indices of a sequence or a map
 * lack their last axis.
 */
function shapeFor(tensor: Tensor, { shape }: Slot, { side }: Named): number[] | undefined {
  if (tensor.rank === 1 && shape?.length === 2) return [-1, 1];
  return side === 'ys' && shape !== undefined && tensor.rank === shape.length - 1
    ? [...tensor.shape, 1]
    : undefined;
}
