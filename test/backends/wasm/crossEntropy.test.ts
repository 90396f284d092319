import * as tf from '@tensorflow/tfjs';
import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { crossEntropy } from '../../../src/backends/wasm/crossEntropy';
import { installTrainingKernels } from '../../../src/backends/wasm/installTrainingKernels';
import { ownKernels } from '../../../src/backends/wasm/own/startOwnKernels';
import { seededRandom } from '../../../src/numeric/seededRandom';
import { counted } from './own/counted';
import { wasmWithTrainingKernels } from './wasmWithTrainingKernels';

beforeAll(wasmWithTrainingKernels);
beforeEach(() => void installTrainingKernels());

interface Case {
  readonly rows: number;
  readonly classes: number;
  /** Of each row, positive numbers that need not sum to 1. */
  readonly outputs: readonly number[];
  readonly targets: readonly number[];
  readonly dy: readonly number[];
}

const cases = fc
  .tuple(fc.integer({ min: 1, max: 37 }), fc.integer({ min: 1, max: 23 }), fc.integer({ min: 1, max: 1e6 }))
  .map(([rows, classes, seed]): Case => {
    const random = seededRandom(seed);
    const numbers = (count: number, draw: () => number): number[] =>
      Array.from({ length: count }, () => Math.fround(draw()));
    const sure = seed % 3 === 0;
    return {
      rows,
      classes,
      // Some rows are as sure as float32 allows, which the bounds are for.
      outputs: numbers(rows * classes, () => (sure && random() < 0.5 ? 1e-9 * random() : 0.01 + random())),
      targets: numbers(rows * classes, () => (random() < 0.5 ? 0 : random())),
      dy: numbers(rows, () => random() - 0.5),
    };
  });

const [low, high] = [Math.fround(1e-7), Math.fround(1 - 1e-7)];
const clipped = (share: number): number => Math.min(high, Math.max(low, share));

/** In float64 but for the shares, whose bounds are those of float32. */
function reference({ rows, classes, outputs, targets, dy }: Case): { losses: number[]; gradient: number[] } {
  const losses: number[] = [];
  const gradient: number[] = [];
  for (let row = 0; row < rows; row++) {
    const y = outputs.slice(row * classes, (row + 1) * classes);
    const t = targets.slice(row * classes, (row + 1) * classes);
    const sum = Math.fround(y.reduce((total, value) => total + value, 0));
    const shares = y.map((value) => Math.fround(value / sum));
    losses.push(-t.reduce((total, target, c) => total + target * Math.log(clipped(shares[c]!)), 0));
    const slopes = shares.map((share, c) => (share >= low && share <= high ? -t[c]! / share : 0));
    const mean = slopes.reduce((total, slope, c) => total + slope * shares[c]!, 0);
    gradient.push(...slopes.map((slope) => (dy[row]! * (slope - mean)) / sum));
  }
  return { losses, gradient };
}

function expectNear(got: ArrayLike<number>, expected: readonly number[]): void {
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-30);
  expect(got).toHaveLength(expected.length);
  expected.forEach((value, i) => {
    expect(Math.abs(got[i]! - value) / largest).toBeLessThan(2e-6);
  });
}

describe('cross-entropy', () => {
  test('and its gradient are those of float64', () => {
    fc.assert(
      fc.property(cases, (one) => {
        const { rows, classes } = one;
        const expected = reference(one);
        tf.tidy(() => {
          const [targets, outputs] = [one.targets, one.outputs].map((each) =>
            tf.tensor2d([...each], [rows, classes]),
          );
          const { value, grad } = tf.valueAndGrad((y: tf.Tensor) => crossEntropy(targets!, y))(
            outputs!,
            tf.tensor1d([...one.dy]),
          );
          expectNear(value.dataSync(), expected.losses);
          expectNear(grad.dataSync(), expected.gradient);
        });
      }),
      { numRuns: 300 },
    );
  });

  test('keeps NaN, and one class that all is given to costs what tfjs says', () => {
    const loss = (outputs: number[]): number =>
      tf.tidy(() => crossEntropy(tf.tensor2d([[1, 0]]), tf.tensor2d([outputs])).dataSync()[0]!);
    expect(loss([NaN, 1])).toBeNaN();
    const shipped = tf.tidy(() =>
      tf.metrics.categoricalCrossentropy(tf.tensor2d([[1, 0]]), tf.tensor2d([[1, 0]])).dataSync(),
    );
    expectNear([loss([1, 0])], [...shipped]);
  });
});

test('the gradient of softmax is that of float64', () => {
  const gradientOf = (x: tf.Tensor, dy: tf.Tensor): tf.Tensor =>
    tf.grad((logits: tf.Tensor) => tf.softmax(logits))(x, dy);
  fc.assert(
    fc.property(cases, ({ rows, classes, outputs, targets }) => {
      tf.tidy(() => {
        const logits = tf.mul(tf.log(tf.tensor2d([...outputs], [rows, classes])), 0.5);
        const dy = tf.tensor2d([...targets], [rows, classes]);
        const y = [...tf.softmax(logits).dataSync()];
        const expected = y.map((value, i) => {
          const row = Math.floor(i / classes) * classes;
          const sum = Array.from({ length: classes }, (_, c) => y[row + c]! * targets[row + c]!);
          return value * (targets[i]! - sum.reduce((total, each) => total + each, 0));
        });
        // What is left of a difference is held against what it is a difference of.
        const got = gradientOf(logits, dy).dataSync();
        expected.forEach((value, i) => expect(Math.abs(got[i]! - value)).toBeLessThan(2e-7));
      });
    }),
    { numRuns: 300 },
  );
});

test('the gradient of a gradient goes through softmax, as shipped', () => {
  const penalty = (x: tf.Tensor): tf.Tensor =>
    tf.sum(tf.square(tf.grad((inner: tf.Tensor) => tf.sum(tf.pow(tf.softmax(inner), 3)))(x)));
  const second = (): number[] =>
    tf.tidy(() => [
      ...tf
        .grad(penalty)(tf.tensor2d([1, 4, -2, 0.5, 3, 2.5], [2, 3]))
        .dataSync(),
    ]);
  const own = second();
  expect(Math.max(...own.map(Math.abs))).toBeGreaterThan(1e-3);
  installTrainingKernels({ kernels: 'recomposed' });
  expectNear(second(), own);
});

describe('a fit', () => {
  type Loss = NonNullable<tf.ModelCompileArgs['loss']>;

  const nothing = { calls: () => 0, stop: () => undefined };
  const lossesOf = (model: tf.LayersModel): unknown =>
    (model as unknown as { readonly lossFunctions: unknown }).lossFunctions;

  async function fitted(loss: Loss): Promise<{ weights: number[]; calls: number; model: tf.LayersModel }> {
    const input = tf.input({ shape: [3], name: 'of_three' });
    const outputs = ['one', 'two'].map((name, i) =>
      tf.layers
        .dense({
          units: 4,
          activation: 'softmax',
          name,
          kernelInitializer: tf.initializers.glorotUniform({ seed: 1 + i }),
        })
        .apply(input),
    ) as tf.SymbolicTensor[];
    const model = tf.model({ inputs: input, outputs });
    model.compile({ optimizer: tf.train.sgd(0.1), loss });
    const compiled = lossesOf(model);
    const { calls, stop } =
      ownKernels(tf.backend()) === undefined ? nothing : counted('crossEntropyGradient');
    const xs = tf.randomNormal([6, 3], 0, 1, 'float32', 5);
    const ys = tf.oneHot(tf.tensor1d([0, 1, 2, 3, 1, 0], 'int32'), 4);
    await model.fit(xs, [ys, ys], { epochs: 2, batchSize: 6, verbose: 0, shuffle: false });
    stop();
    tf.dispose([xs, ys]);
    expect(lossesOf(model)).toBe(compiled);
    const weights = model.getWeights().flatMap((weight) => [...weight.dataSync()]);
    return { weights, calls: calls(), model };
  }

  const own = (targets: tf.Tensor, outputs: tf.Tensor): tf.Tensor =>
    tf.metrics.categoricalCrossentropy(targets, outputs);
  // A function of somebody's own may have any name.
  Object.defineProperty(own, 'name', { value: 'categoricalCrossentropy' });

  test.each([
    ['by name', 'categoricalCrossentropy', 4],
    ['for each output', ['categoricalCrossentropy', 'meanSquaredError'], 2],
    ['by the name of the output', { one: 'meanSquaredError', two: 'categoricalCrossentropy' }, 2],
    ['as a function of somebody’s own', [own, 'meanSquaredError'], 0],
  ] as const)('computes it by own kernels where it was compiled with it: %s', async (_, loss, count) => {
    const { calls, model } = await fitted(loss as unknown as Loss);
    expect(calls).toBe(count);
    model.dispose();
  });

  test('trains to the weights of the shipped operations', async () => {
    const { weights, model } = await fitted('categoricalCrossentropy');
    installTrainingKernels({ kernels: 'recomposed' });
    const shipped = await fitted('categoricalCrossentropy');
    expect(shipped.calls).toBe(0);
    expectNear(weights, shipped.weights);
    model.dispose();
    shipped.model.dispose();
  });

  test('leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    const { model } = await fitted('categoricalCrossentropy');
    model.dispose();
    // What the optimizer keeps.
    expect(tf.memory().numTensors - before).toBeLessThanOrEqual(2);
  });
});
