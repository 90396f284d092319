/**
 * What levers of a training step save at best, for ResNet50 and MobileNetV2: not computing the gradient of the
 * image, which is pulled, and ReLU in the pass of the BatchNorm before it, and updates in place, which are not. Each is what the part takes now, beside what it would take; interleaved,
 * medians, and in parts of a step that is measured in the same run.
 *
 *     npx tsx bench/levers.ts
 */
import '../scripts/assembled';
import * as tf from '@tensorflow/tfjs';
import { heapPlace, heapTensor } from '../src/backends/wasm/heapTensor';
import { ownKernels } from '../src/backends/wasm/own/startOwnKernels';
import type { WasmBackend } from '../src/backends/wasm/wasmInternals';
import { median } from './shared/median';
import { wasmEngines } from './steps/engines';
import { type Network, networks } from './steps/networks/networks';
import { startWasm } from './steps/startWasm';

const repeats = 9;

const drawn = (shape: readonly number[], seed: number): tf.Tensor =>
  tf.randomNormal([...shape], 0, 1, 'float32', seed);

const time = (work: () => void): number => {
  const start = performance.now();
  tf.tidy(work);
  return performance.now() - start;
};

/** What `now` takes more than `then`, in milliseconds, in turns. */
function saved(now: () => void, then: () => void): number {
  const times = Array.from({ length: repeats }, () => [time(now), time(then)] as const);
  return median(times.map(([a]) => a)) - median(times.map(([, b]) => b));
}

function imageGradient(model: tf.LayersModel, { inputShape }: Network): number {
  const first = model.layers.find((layer) => layer.getClassName() === 'Conv2D')!;
  const { strides } = first.getConfig() as { strides: [number, number] };
  const [, height, width, channels] = (first.input as tf.SymbolicTensor).shape;
  const image = drawn([inputShape[0]!, height!, width!, channels!], 1) as tf.Tensor4D;
  const filter = first.getWeights()[0] as tf.Tensor4D;
  const convolved = (x: tf.Tensor4D, by: tf.Tensor4D): tf.Tensor => tf.conv2d(x, by, strides, 'same');
  return saved(
    () => void tf.grads((x, by) => convolved(x as tf.Tensor4D, by as tf.Tensor4D))([image, filter]),
    () => void tf.grad((by) => convolved(image, by as tf.Tensor4D))(filter),
  );
}

/** Forward and back, of all of them: a pass over what BatchNorm has written, and one over what comes back to it. */
function rectifiers(model: tf.LayersModel, { inputShape }: Network): number {
  const shapes = model.layers
    .filter((layer) => ['ReLU', 'Activation'].includes(layer.getClassName()))
    .map((layer) => (layer.output as tf.SymbolicTensor).shape.slice(1) as number[]);
  return shapes.reduce((total, shape) => {
    const x = drawn([inputShape[0]!, ...shape], 2);
    const took = saved(
      () => void tf.grad((y: tf.Tensor) => tf.relu(y))(x, x),
      () => undefined,
    );
    x.dispose();
    return total + took;
  }, 0);
}

/** Adam into new tensors, as now, beside the same places. */
function updates(model: tf.LayersModel): number {
  const backend = tf.backend() as unknown as WasmBackend;
  const kernels = ownKernels(backend)!;
  const sizes = model.trainableWeights.map(({ shape }) => tf.util.sizeFromShape(shape as number[]));
  const tensors = sizes.map((size) => Array.from({ length: 4 }, (_, i) => drawn([size], 3 + i)));
  const place = (tensor: tf.Tensor): number => heapPlace(backend, tensor);
  const numbers = [0.9, 0.1, 0.999, 0.001, 1e-7, 1e-3, 1] as const;
  const step = (into: (size: number, kept: readonly tf.Tensor[]) => readonly tf.Tensor[]) => (): void => {
    for (const [i, size] of sizes.entries()) {
      const [gradient, ...kept] = tensors[i]!.map(place) as [number, number, number, number];
      const [value, first, second] = into(size, tensors[i]!.slice(1)).map(place) as [number, number, number];
      kernels.adamStep(size, gradient, ...kept, value, first, second, ...numbers);
    }
  };
  return saved(
    step((size) => Array.from({ length: 3 }, () => heapTensor(backend, [size]))),
    step((_, kept) => kept),
  );
}

async function stepOf(model: tf.LayersModel, { inputShape, classes }: Network): Promise<number> {
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' });
  const xs = drawn(inputShape, 9);
  const rows = tf.tensor1d(
    Array.from({ length: inputShape[0]! }, (_, row) => row % classes),
    'int32',
  );
  const ys = tf.cast(tf.oneHot(rows, classes), 'float32');
  const times: number[] = [];
  for (let round = 0; round <= 5; round++) {
    const start = performance.now();
    await model.trainOnBatch(xs, ys);
    if (round > 0) times.push(performance.now() - start);
  }
  tf.dispose([xs, rows, ys]);
  return median(times);
}

async function main(): Promise<void> {
  console.log(await startWasm(wasmEngines['wasm']!));
  for (const name of ['resnet50', 'mobilenetV2']) {
    const network = networks[name]!;
    const model = network.build();
    const step = await stepOf(model, network);
    const say = (lever: string, ms: number): void =>
      console.log(
        `  ${lever.padEnd(34)} ${ms.toFixed(1).padStart(7)} ms  ${((100 * ms) / step).toFixed(1).padStart(5)} %`,
      );
    console.log(`${name}, a step ${step.toFixed(0)} ms; saved at best:`);
    say('no gradient of the image (pulled)', imageGradient(model, network));
    say('ReLU in the passes of BatchNorm', rectifiers(model, network));
    say('updates in place', updates(model));
    model.dispose();
  }
}

void main();
