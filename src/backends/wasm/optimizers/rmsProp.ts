import * as tf from '@tensorflow/tfjs';
import { heapPlace, heapTensor } from '../heapTensor';
import { ownKernels } from '../own/startOwnKernels';
import type { WasmBackend } from '../wasmInternals';
import { replaceUpdates, slotOf, variableOf, type NamedGradient, type Slot } from './replaceUpdates';

/** The part of tfjs-core's RMSPropOptimizer that is used. */
interface RmsProp {
  readonly learningRate: number;
  readonly decay: number;
  readonly momentum: number;
  readonly epsilon: number;
  readonly centered: boolean;
  readonly accumulatedMeanSquares: (Slot | undefined)[];
  readonly accumulatedMoments: (Slot | undefined)[];
  readonly accumulatedMeanGrads: (Slot | undefined)[];
  incrementIterations(): void;
}

/** In one pass for each variable, and rounded as shipped: the same bits. */
export function installRmsProp(): void {
  replaceUpdates(tf.RMSPropOptimizer.prototype, update, () => ownKernels(tf.backend()) !== undefined);
}

function update(optimizer: RmsProp, gradients: readonly NamedGradient[]): void {
  gradients.forEach(({ name, tensor }, index) => {
    const value = variableOf(name);
    const slots = [
      (optimizer.accumulatedMeanSquares[index] ??= slotOf(value, `${name}/rms`)),
      (optimizer.accumulatedMoments[index] ??= slotOf(value, `${name}/momentum`)),
      ...(optimizer.centered
        ? [(optimizer.accumulatedMeanGrads[index] ??= slotOf(value, `${name}/mg`))]
        : []),
    ];
    if (tensor != null) tf.tidy(() => updateVariable(optimizer, tensor, value, slots));
  });
  optimizer.incrementIterations();
}

function updateVariable(
  { learningRate, decay, momentum, epsilon }: RmsProp,
  gradient: tf.Tensor,
  value: tf.Variable,
  slots: readonly Slot[],
): void {
  const backend = tf.backend() as unknown as WasmBackend;
  const old = [value, ...slots.map(({ variable }) => variable)];
  const renewed = old.map(({ shape }) => heapTensor(backend, shape));
  const places = (tensors: readonly tf.Tensor[]): [number, number, number, number] => {
    const [a = 0, b = 0, c = 0, d = 0] = tensors.map((tensor) => heapPlace(backend, tensor));
    return [a, b, c, d];
  };
  ownKernels(backend)?.rmsPropStep(
    value.size,
    heapPlace(backend, gradient),
    ...places(old),
    ...places(renewed),
    ...([learningRate, decay, 1 - decay, momentum, epsilon, slots.length === 3] as const),
  );
  old.forEach((variable, index) => variable.assign(renewed[index] as tf.Tensor));
}
