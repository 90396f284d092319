import * as tf from '@tensorflow/tfjs';

/** Hands its input on; throws on the call with this number, counted from when the fuse was lit. */
export class FailingLayer extends tf.layers.Layer {
  static className = 'FailingLayer';
  private callsLeft = Infinity;

  constructor() {
    super({});
  }

  /** The call after `calls` more throws. */
  lightFuse(calls: number): void {
    this.callsLeft = calls;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    if (this.callsLeft-- === 0) throw new Error('the fuse has burnt down');
    return Array.isArray(inputs) ? inputs[0]! : inputs;
  }

  override computeOutputShape(shape: tf.Shape | tf.Shape[]): tf.Shape | tf.Shape[] {
    return shape;
  }
}
