import * as tf from '@tensorflow/tfjs';

/** Runs a BatchNorm layer that tfjs knows nothing of: it is held as a property, and in no list of weights. */
export class HoldingLayer extends tf.layers.Layer {
  static className = 'HoldingLayer';
  readonly held: tf.layers.Layer;

  constructor(momentum: number) {
    super({});
    this.held = tf.layers.batchNormalization({ momentum, name: 'held' });
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: Record<string, unknown>): tf.Tensor {
    return this.held.apply(inputs, kwargs) as tf.Tensor;
  }

  override computeOutputShape(shape: tf.Shape | tf.Shape[]): tf.Shape | tf.Shape[] {
    return shape;
  }
}
