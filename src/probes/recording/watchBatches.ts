import * as tf from '@tensorflow/tfjs';
import type { LayersModel, Tensor } from '@tensorflow/tfjs';

/** Is told the tensors of every batch that a fit trains on, inputs and then targets, before its update. */
export type BatchWatcher = (tensors: readonly Tensor[]) => void;

/** Of tfjs-layers 4.22: what `fit`, `fitDataset` and `trainOnBatch` alike hand their batches to. */
interface Trainable {
  makeTrainFunction?: () => (data: Tensor[]) => unknown;
  readonly model?: object;
}

const key = Symbol.for('jest-model-regression.batchWatchers');

type Watchers = WeakMap<object, BatchWatcher>;

/**
 * Watches the batches of a model's fit: callbacks are told their sizes and metrics, never what is in them. Undoes itself by the function
 * that it returns. Where tfjs has no such function, nothing is seen.
 */
export function watchBatches(model: LayersModel, watcher: BatchWatcher): () => void {
  const watchers = batchWatchers();
  // A Sequential trains a model of its own.
  const trained = (model as unknown as Trainable).model ?? model;
  watchers?.set(trained, watcher);
  return () => void watchers?.delete(trained);
}

/** Once for each copy of tfjs-layers, before the fit begins. Who is not watched trains as ever. */
export function batchWatchers(): Watchers | undefined {
  const prototype = tf.LayersModel.prototype as unknown as Trainable & { [key]?: Watchers };
  const stock = prototype.makeTrainFunction;
  if (prototype[key] !== undefined || stock === undefined) return prototype[key];
  const watchers: Watchers = new WeakMap();
  prototype.makeTrainFunction = function (this: object) {
    const train = stock.call(this);
    return (data) => {
      watchers.get(this)?.(data);
      return train(data);
    };
  };
  return (prototype[key] = watchers);
}
