import * as tf from '@tensorflow/tfjs';
import { batchNormInTraining } from './batchNormInTraining';
import { heapPlace, heapTensor } from './heapTensor';
import { ownKernels } from './own/startOwnKernels';
import type { WasmBackend } from './wasmInternals';

/** The part of tfjs-layers' BatchNormalization, 4.22, that is used. */
interface BatchNormLayer {
  readonly axis: number;
  readonly momentum: number;
  readonly epsilon: number;
  readonly scale: boolean;
  readonly center: boolean;
  readonly gamma: LayerWeight;
  readonly beta: LayerWeight;
  readonly movingMean: LayerWeight;
  readonly movingVariance: LayerWeight;
}

interface LayerWeight {
  read(): tf.Tensor1D;
  write(value: tf.Tensor): unknown;
}

type Call = (
  this: BatchNormLayer,
  inputs: tf.Tensor | tf.Tensor[],
  kwargs: { training?: boolean },
) => tf.Tensor | tf.Tensor[];

const replacedKey = Symbol.for('tfjs-wasm-training.batchNorm');

/**
 * Lets tfjs-layers' BatchNormalization normalise with `batchNormInTraining` where `inTraining()` says so and the layer is
 * the plain one: last axis, scale and centre. Every other call goes the shipped way.
 */
export function installBatchNormInTraining(inTraining: () => boolean): void {
  const layerClass = tf.serialization.SerializationMap.getMap().classNameMap['BatchNormalization']?.[0];
  const prototype = layerClass?.prototype as { call?: Call & { [replacedKey]?: true } } | undefined;
  const stock = prototype?.call;
  if (prototype === undefined || stock === undefined || stock[replacedKey] === true) return;
  const replaced: Call & { [replacedKey]?: true } = function (inputs, kwargs) {
    const input = Array.isArray(inputs) ? inputs[0] : inputs;
    const takes = kwargs.training === true && inTraining() && input !== undefined && isPlain(this, input);
    return takes ? normalised(this, input) : stock.call(this, inputs, kwargs);
  };
  replaced[replacedKey] = true;
  prototype.call = replaced;
}

function isPlain(layer: BatchNormLayer, input: tf.Tensor): boolean {
  const lastAxis = layer.axis === -1 || layer.axis === input.rank - 1;
  return (
    lastAxis && layer.scale && layer.center && input.rank >= 2 && input.rank <= 4 && input.dtype === 'float32'
  );
}

function normalised(layer: BatchNormLayer, input: tf.Tensor): tf.Tensor {
  return tf.tidy(() =>
    batchNormInTraining(input, layer.gamma.read(), layer.beta.read(), layer.epsilon, ({ mean, variance }) => {
      follow(layer.movingMean, mean, layer.momentum);
      follow(layer.movingVariance, variance, layer.momentum);
    }),
  );
}

/** As tfjs-layers writes it, so that the moving averages round the same way. */
function follow(moving: LayerWeight, value: tf.Tensor, momentum: number): void {
  const old = moving.read();
  const backend = tf.backend() as unknown as WasmBackend;
  const kernels = ownKernels(backend);
  if (kernels === undefined) {
    moving.write(tf.sub(old, tf.mul(tf.sub(old, value), 1 - momentum)));
    return;
  }
  const followed = heapTensor(backend, old.shape);
  const [from, by, to] = [old, value, followed].map((at) => heapPlace(backend, at)) as [
    number,
    number,
    number,
  ];
  kernels.followed(old.size, from, by, 1 - momentum, to);
  moving.write(followed);
}
