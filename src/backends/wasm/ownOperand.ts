import * as tf from '@tensorflow/tfjs';

const shapeInUse = new WeakMap<object, string>();

/**
 * The second operand of a product, copied where the same values were a second operand in another shape before.
 *
 * The wasm backend keeps what XNNPACK packed of a second operand by the id of its values, and does not look at the shape:
 * a reshaped tensor gets the packing of the old shape, and the product is written past the end of its memory.
 */
export function ownOperand(operand: tf.Tensor2D): tf.Tensor2D {
  const shape = operand.shape.join('x');
  const known = shapeInUse.get(operand.dataId);
  if (known === undefined) shapeInUse.set(operand.dataId, shape);
  if (known === undefined || known === shape) return operand;
  const copy = tf.slice(operand, [0, 0], operand.shape);
  shapeInUse.set(copy.dataId, shape);
  return copy;
}
