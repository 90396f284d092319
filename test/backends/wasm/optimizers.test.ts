import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { installTrainingKernels } from '../../../src/backends/wasm/installTrainingKernels';
import { randomVolume } from '../reference/Volume';
import { tensorOf } from './gradients';
import { counted } from './own/counted';
import { wasmWithTrainingKernels } from './wasmWithTrainingKernels';

beforeAll(wasmWithTrainingKernels);

type Make = () => tf.Optimizer;
type Kernel = 'gradientStep' | 'momentumStep' | 'rmsPropStep';

const rates = fc.constantFrom(1e-3, 0.1, 0.7);
const shares = fc.constantFrom(0, 0.5, 0.9, 0.99);
const optimizers: readonly (readonly [name: string, kernel: Kernel, make: fc.Arbitrary<Make>])[] = [
  ['SGD', 'gradientStep', rates.map((rate) => () => tf.train.sgd(rate))],
  [
    'momentum',
    'momentumStep',
    fc.tuple(rates, shares, fc.boolean()).map(
      ([rate, momentum, nesterov]) =>
        () =>
          tf.train.momentum(rate, momentum, nesterov),
    ),
  ],
  [
    'RMSProp',
    'rmsPropStep',
    fc.tuple(rates, shares, shares, fc.constantFrom(1e-7, 1e-2), fc.boolean()).map(
      ([rate, decay, momentum, epsilon, centered]) =>
        () =>
          tf.train.rmsprop(rate, decay, momentum, epsilon, centered),
    ),
  ],
];

/** Bits of the variable, and of what the optimizer keeps, after some steps of which the second one has no gradient. */
async function after(make: Make, size: number, steps: number, seed: number): Promise<Buffer[]> {
  const optimizer = make();
  const variable = tf.variable(tensorOf(randomVolume([size], seed)));
  const before = tf.memory().numTensors;
  for (let step = 0; step < steps; step++) {
    const gradient = step === 1 ? null : tensorOf(randomVolume([size], seed + 1 + step));
    optimizer.applyGradients([{ name: variable.name, tensor: gradient as tf.Tensor }]);
    gradient?.dispose();
  }
  const saved = (await optimizer.getWeights()).filter(({ name }) => name !== 'iter');
  expect(tf.memory().numTensors - before).toBeLessThanOrEqual(saved.length + 1);
  const bits = [variable, ...saved.map(({ tensor }) => tensor)].map((tensor) =>
    Buffer.from(tensor.dataSync().slice().buffer),
  );
  tf.dispose([variable, saved.map(({ tensor }) => tensor)]);
  return bits;
}

describe.each(optimizers)('%s', (_, kernel, makes) => {
  test('has the bits of the shipped one, which takes a pass for each operation', async () => {
    const cases = fc.tuple(
      makes,
      fc.integer({ min: 1, max: 41 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 1e6 }),
    );
    await fc.assert(
      fc.asyncProperty(cases, async (given) => {
        installTrainingKernels();
        const own = await after(...given);
        installTrainingKernels({ kernels: 'recomposed' });
        const shipped = await after(...given);
        expect(own.length).toBe(shipped.length);
        own.forEach((bits, index) => expect(bits.equals(shipped[index]!)).toBe(true));
      }),
      { numRuns: 200 },
    );
    installTrainingKernels();
  });

  test('is computed by own kernels where they run, and writes into no tensor of somebody else', async () => {
    installTrainingKernels();
    const make = fc.sample(makes, { numRuns: 1, seed: 1 })[0]!;
    const { calls, stop } = counted(kernel);
    await after(make, 5, 3, 1);
    stop();
    expect(calls()).toBe(2);
    const initial = tf.tensor1d([1, 2, 3]);
    const variable = tf.variable(initial);
    make().applyGradients([{ name: variable.name, tensor: tf.onesLike(initial) }]);
    expect([...initial.dataSync()]).toEqual([1, 2, 3]);
    expect(variable.dataSync()[0]).toBeLessThan(1);
  });
});
