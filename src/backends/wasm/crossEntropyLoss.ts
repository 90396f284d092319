import * as tf from '@tensorflow/tfjs';
import { canCross, crossEntropy } from './crossEntropy';

type LossFunction = (targets: tf.Tensor, outputs: tf.Tensor) => tf.Tensor;
type Step = (data: tf.Tensor[]) => tf.Scalar[];

/** The part of tfjs-layers' LayersModel, 4.22, that is used. */
interface Compiled {
  readonly loss: unknown;
  readonly outputNames: readonly string[];
  lossFunctions: readonly LossFunction[];
}

type MakeStep = (this: Compiled) => Step;

const replacedKey = Symbol.for('tfjs-wasm-training.crossEntropy');

/**
 * Lets a step of `fit` compute `categoricalCrossentropy` by `crossEntropy`, where a model was compiled with it by name. A model's loss functions
 * are put back after each step, which is synchronous: whoever looks at them finds what `compile` left.
 */
export function installCrossEntropyLoss(depth: () => number): void {
  const prototype = tf.LayersModel.prototype as unknown as {
    makeTrainFunction?: MakeStep & { [replacedKey]?: true };
  };
  const stock = prototype.makeTrainFunction;
  if (stock === undefined || stock[replacedKey] === true) return;
  const replaced: MakeStep & { [replacedKey]?: true } = function () {
    const step = stock.call(this);
    return (data) => {
      const losses = this.lossFunctions;
      this.lossFunctions = losses.map((loss, output) =>
        lossNamed(this, output) === 'categoricalCrossentropy' ? ownOr(loss, depth) : loss,
      );
      try {
        return step(data);
      } finally {
        this.lossFunctions = losses;
      }
    };
  };
  replaced[replacedKey] = true;
  prototype.makeTrainFunction = replaced;
}

const ownOr =
  (stock: LossFunction, depth: () => number): LossFunction =>
  (targets, outputs) =>
    depth() === 1 && canCross(targets, outputs) ? crossEntropy(targets, outputs) : stock(targets, outputs);

/** One loss for all outputs, one for each in their order, or by the name of the output. */
function lossNamed({ loss, outputNames }: Compiled, output: number): unknown {
  if (typeof loss !== 'object' || loss === null) return loss;
  const key = Array.isArray(loss) ? output : outputNames[output]!;
  return (loss as Readonly<Record<string | number, unknown>>)[key];
}
