import * as tf from '@tensorflow/tfjs';
import { heapPlace, heapTensor } from '../heapTensor';
import { ownKernels } from '../own/startOwnKernels';
import type { WasmBackend } from '../wasmInternals';
import { replaceUpdates, slotOf, variableOf, type NamedGradient, type Slot } from './replaceUpdates';

/** The part of tfjs-core's SGDOptimizer that is used; `c` is minus the learning rate. */
interface GradientDescent {
  readonly c: tf.Scalar;
  incrementIterations(): void;
}

interface Momentum extends GradientDescent {
  readonly m: tf.Scalar;
  readonly useNesterov: boolean;
  readonly accumulations: (Slot | undefined)[];
}

const ownKernelsRun = (): boolean => ownKernels(tf.backend()) !== undefined;

/** In one pass for each variable, and rounded as shipped: the same bits. */
export function installGradientDescent(): void {
  replaceUpdates(tf.SGDOptimizer.prototype, descend, ownKernelsRun);
  replaceUpdates(tf.MomentumOptimizer.prototype, descendWithMomentum, ownKernelsRun);
}

function descend(optimizer: GradientDescent, gradients: readonly NamedGradient[]): void {
  const backend = tf.backend() as unknown as WasmBackend;
  const [change = NaN] = optimizer.c.dataSync();
  for (const { name, tensor } of gradients) {
    if (tensor == null) continue;
    const value = variableOf(name);
    tf.tidy(() => {
      const newValue = heapTensor(backend, value.shape);
      const places = [tensor, value, newValue].map((at) => heapPlace(backend, at));
      ownKernels(backend)?.gradientStep(value.size, ...(places as [number, number, number]), change);
      value.assign(newValue);
    });
  }
  optimizer.incrementIterations();
}

function descendWithMomentum(optimizer: Momentum, gradients: readonly NamedGradient[]): void {
  const backend = tf.backend() as unknown as WasmBackend;
  const [change = NaN] = optimizer.c.dataSync();
  const [momentum = NaN] = optimizer.m.dataSync();
  gradients.forEach(({ name, tensor }, index) => {
    const value = variableOf(name);
    const velocity = (optimizer.accumulations[index] ??= slotOf(value, `${name}/momentum`)).variable;
    if (tensor == null) return;
    tf.tidy(() => {
      const [newValue, newVelocity] = [heapTensor(backend, value.shape), heapTensor(backend, value.shape)];
      const places = [tensor, value, velocity, newValue, newVelocity].map((at) => heapPlace(backend, at));
      ownKernels(backend)?.momentumStep(
        value.size,
        ...(places as [number, number, number, number, number]),
        change,
        momentum,
        optimizer.useNesterov,
      );
      velocity.assign(newVelocity);
      value.assign(newValue);
    });
  });
  optimizer.incrementIterations();
}
