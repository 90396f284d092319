import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { centralDifference } from '../reference/centralDifference';
import { dot, mapVolume, randomVolume, type Volume } from '../reference/Volume';
import { convolution } from '../reference/windows';
import { gradients, relativeError, tensorOf } from './gradients';
import { strideLeavesGaps, tfjsPad, windowCase, type WindowCase } from './shapes';
import { wasmWithTrainingKernels } from './wasmWithTrainingKernels';

beforeAll(wasmWithTrainingKernels);

const tolerance = 2e-6;

interface Given {
  readonly x: Volume;
  readonly filter: Volume;
  readonly weight: Volume;
}

/** A convolution is linear in each of its inputs: the central difference is its gradient to the last bits of float64. */
function given({ input, window, outChannels, seed }: WindowCase, centre = 0): Given {
  const x = randomVolume(input, seed, { centre });
  const filter = randomVolume([...window.kernel, input[4] as number, outChannels], seed + 1);
  return { x, filter, weight: randomVolume(convolution(x, filter, window).shape, seed + 2) };
}

const dx = ({ x, filter, weight }: Given, { window }: WindowCase): Volume =>
  centralDifference((moved) => dot(convolution(moved, filter, window), weight), x);

const dFilter = ({ x, filter, weight }: Given, { window }: WindowCase): Volume =>
  centralDifference((moved) => dot(convolution(x, moved, window), weight), filter);

/** The largest sum of terms without their signs: a gradient of one number may cancel to almost nothing. */
function termSizes(values: Given, shape: WindowCase): { readonly x: number; readonly filter: number } {
  const sizes: Given = {
    x: mapVolume(values.x, Math.abs),
    filter: mapVolume(values.filter, Math.abs),
    weight: mapVolume(values.weight, Math.abs),
  };
  return { x: Math.max(...dx(sizes, shape).values), filter: Math.max(...dFilter(sizes, shape).values) };
}

const flat = (shape: readonly number[]): number[] => [shape[0] as number, ...shape.slice(2)];
const filterOf = (shape: readonly number[]): number[] => shape.slice(1);

function conv2dGradients({ x, filter, weight }: Given, { window }: WindowCase): Float32Array[] {
  return gradients(
    (a, b) =>
      tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, [window.stride[1], window.stride[2]], tfjsPad(window)),
    [tensorOf(x, flat(x.shape)), tensorOf(filter, filterOf(filter.shape))],
    tensorOf(weight, flat(weight.shape)),
  );
}

describe('the gradient of conv2d', () => {
  test('is that of the convolution, for its input and its filter', () => {
    fc.assert(
      fc.property(windowCase(), (shape) => {
        const values = given(shape);
        const [gotX, gotFilter] = conv2dGradients(values, shape);
        const size = termSizes(values, shape);
        expect(relativeError(gotX ?? [], dx(values, shape), size.x)).toBeLessThan(tolerance);
        expect(relativeError(gotFilter ?? [], dFilter(values, shape), size.filter)).toBeLessThan(tolerance);
      }),
      {
        numRuns: 200,
        // As many outputs as inputs, yet not the same pixels: the second window lies in the padding.
        examples: [
          [
            {
              input: [1, 1, 2, 1, 1],
              window: {
                kernel: [1, 1, 1],
                stride: [1, 2, 1],
                dilation: [1, 1, 1],
                pad: [
                  [0, 0],
                  [0, 1],
                  [0, 0],
                ],
              },
              outChannels: 1,
              seed: 1,
            },
          ],
        ],
      },
    );
  });

  test('keeps its digits for inputs far from zero: the error is measured in the size of what is added up', () => {
    fc.assert(
      fc.property(windowCase(), (shape) => {
        const values = given(shape, 1000);
        const sizes = { ...values, weight: mapVolume(values.weight, Math.abs) };
        const [, gotFilter] = conv2dGradients(values, shape);
        const scale = Math.max(...dFilter(sizes, shape).values);
        expect(relativeError(gotFilter ?? [], dFilter(values, shape), scale)).toBeLessThan(tolerance);
      }),
      { numRuns: 200 },
    );
  });

  // 3,072 products to a filter element: float32 rounding grows with the root of that, to 1e-5 of the largest.
  test.each([
    {
      name: '3x3, small filter against the image: the convolution of dy',
      input: [3, 1, 32, 32, 4],
      kernel: 3,
      stride: 1,
      out: 3,
    },
    {
      name: '3x3, large filter against the image: patches',
      input: [2, 1, 5, 5, 24],
      kernel: 3,
      stride: 1,
      out: 32,
    },
    { name: '3x3 strided', input: [2, 1, 17, 17, 8], kernel: 3, stride: 2, out: 12 },
    { name: '1x1, more pixels than channels', input: [3, 1, 24, 24, 8], kernel: 1, stride: 1, out: 12 },
    { name: '1x1, more channels than pixels', input: [1, 1, 3, 3, 48], kernel: 1, stride: 1, out: 40 },
    { name: '1x1 strided', input: [2, 1, 15, 15, 16], kernel: 1, stride: 2, out: 12 },
    { name: '7x7 strided, one channel', input: [3, 1, 33, 33, 1], kernel: 7, stride: 2, out: 16 },
  ])('is right whichever product it is made of: $name', ({ input, kernel, stride, out }) => {
    const shape: WindowCase = {
      input,
      window: { kernel: [1, kernel, kernel], stride: [1, stride, stride], dilation: [1, 1, 1], pad: 'same' },
      outChannels: out,
      seed: 11,
    };
    const values = given(shape);
    const [gotX, gotFilter] = conv2dGradients(values, shape);
    expect(
      relativeErrorOfSome(gotX ?? [], values.x, (x) =>
        dot(convolution(x, values.filter, shape.window), values.weight),
      ),
    ).toBeLessThan(1e-5);
    expect(
      relativeErrorOfSome(gotFilter ?? [], values.filter, (filter) =>
        dot(convolution(values.x, filter, shape.window), values.weight),
      ),
    ).toBeLessThan(1e-5);
  });

  test('is right where the patches of one batch do not fit one matrix', () => {
    // 40 rows of 300 pixels with 5*5*64 floats each: 77 MB, two chunks.
    const shape: WindowCase = {
      input: [1, 1, 40, 300, 64],
      window: { kernel: [1, 5, 5], stride: [1, 1, 1], dilation: [1, 1, 1], pad: 'same' },
      outChannels: 1,
      seed: 5,
    };
    const values = given(shape);
    const [, gotFilter] = conv2dGradients(values, shape);
    expect(
      relativeErrorOfSome(
        gotFilter ?? [],
        values.filter,
        (filter) => dot(convolution(values.x, filter, shape.window), values.weight),
        3,
      ),
    ).toBeLessThan(2e-5);
  });

  test('goes through conv1d and through a fused bias', () => {
    const [x, filter, bias] = [randomVolume([2, 9, 3], 1), randomVolume([4, 3, 5], 2), randomVolume([5], 3)];
    const weight = randomVolume([2, 5, 5], 4);
    const window = { kernel: [1, 1, 4], stride: [1, 1, 2], dilation: [1, 1, 1], pad: 'same' } as const;
    const loss = (a: Volume, b: Volume): number =>
      dot(convolution({ ...a, shape: [2, 1, 1, 9, 3] }, { ...b, shape: [1, 1, 4, 3, 5] }, window), weight);
    const layerOf = (a: tf.Tensor, b: tf.Tensor, c: tf.Tensor): tf.Tensor =>
      tf.add(tf.conv1d(a as tf.Tensor3D, b as tf.Tensor3D, 2, 'same'), c);
    const [gotX, gotFilter, gotBias] = gradients(
      (a, b, c) => layerOf(a, b, c),
      [tensorOf(x), tensorOf(filter), tensorOf(bias)],
      tensorOf(weight),
    );
    expect(
      relativeError(
        gotX ?? [],
        centralDifference((moved) => loss(moved, filter), x),
      ),
    ).toBeLessThan(tolerance);
    expect(
      relativeError(
        gotFilter ?? [],
        centralDifference((moved) => loss(x, moved), filter),
      ),
    ).toBeLessThan(tolerance);
    const biasReference = {
      shape: [5],
      values: Float64Array.from({ length: 5 }, (_, c) =>
        weight.values.reduce((sum, w, at) => sum + (at % 5 === c ? w : 0), 0),
      ),
    };
    expect(relativeError(gotBias ?? [], biasReference)).toBeLessThan(tolerance);
  });
});

describe('the gradient of conv2dTranspose', () => {
  test('is that of the transposed convolution, also where the stride is greater than the kernel', () => {
    fc.assert(
      fc.property(
        windowCase().filter(({ window }) => typeof window.pad === 'string'),
        (shape) => {
          // conv2dTranspose(y, filter) is the gradient of a convolution for its input, and linear in y and filter.
          const { x, filter, weight: y } = given(shape);
          const weight = randomVolume(x.shape, shape.seed + 9);
          const { window } = shape;
          const [gotY, gotFilter] = gradients(
            (a, b) =>
              tf.conv2dTranspose(
                a as tf.Tensor4D,
                b as tf.Tensor4D,
                flat(x.shape) as [number, number, number, number],
                [window.stride[1], window.stride[2]],
                window.pad as 'same',
              ),
            [tensorOf(y, flat(y.shape)), tensorOf(filter, filterOf(filter.shape))],
            tensorOf(weight, flat(weight.shape)),
          );
          // sum(weight * transposed(y, filter)) = sum(y * convolution(weight, filter))
          // In the size of what is added up: a result of one number may cancel to almost nothing.
          const sizes = convolution(mapVolume(weight, Math.abs), mapVolume(filter, Math.abs), window);
          const scale = Math.max(...sizes.values);
          expect(relativeError(gotY ?? [], convolution(weight, filter, window), scale)).toBeLessThan(
            tolerance,
          );
          const reference = centralDifference((moved) => dot(convolution(weight, moved, window), y), filter);
          const { filter: filterScale } = termSizes({ x: weight, filter, weight: y }, shape);
          expect(relativeError(gotFilter ?? [], reference, filterScale)).toBeLessThan(tolerance);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('the gradient of conv3d', () => {
  test('is that of the convolution, for its input and its filter', () => {
    fc.assert(
      fc.property(
        // tfjs pads differently from TensorFlow where 'same' padding would be negative.
        windowCase({ depth: true, maxStride: 2 }).filter((shape) => !strideLeavesGaps(shape)),
        (shape) => {
          const values = given(shape);
          const { window } = shape;
          const [gotX, gotFilter] = gradients(
            (a, b) => tf.conv3d(a as tf.Tensor5D, b as tf.Tensor5D, [...window.stride], window.pad as 'same'),
            [tensorOf(values.x), tensorOf(values.filter)],
            tensorOf(values.weight),
          );
          const size = termSizes(values, shape);
          expect(relativeError(gotX ?? [], dx(values, shape), size.x)).toBeLessThan(tolerance);
          expect(relativeError(gotFilter ?? [], dFilter(values, shape), size.filter)).toBeLessThan(tolerance);
        },
      ),
      { numRuns: 200 },
    );
  });
});

test('where tfjs pads 3-D windows differently from TensorFlow, the gradient follows its forward kernel', () => {
  fc.assert(
    fc.property(windowCase({ depth: true }).filter(strideLeavesGaps), (shape) => {
      const { x, filter, weight } = given(shape);
      const layer = (a: tf.Tensor5D, b: tf.Tensor5D): tf.Tensor =>
        tf.conv3d(a, b, [...shape.window.stride], 'same');
      const y = tf.tidy(() => layer(tensorOf(x), tensorOf(filter)).dataSync());
      const [gotX, gotFilter] = gradients(
        (a, b) => layer(a as tf.Tensor5D, b as tf.Tensor5D),
        [tensorOf(x), tensorOf(filter)],
        tensorOf(weight),
      );
      // Linear in both: the value is the product of each input with its gradient.
      const value = weight.values.reduce((sum, w, at) => sum + w * (y[at] ?? NaN), 0);
      const sumWith = ({ values }: Volume, by: Float32Array | undefined): number =>
        values.reduce((sum, v, at) => sum + v * (by?.[at] ?? NaN), 0);
      const scale = weight.values.reduce((sum, w, at) => sum + Math.abs(w * (y[at] ?? NaN)), 1);
      expect(Math.abs(sumWith(x, gotX) - value) / scale).toBeLessThan(1e-5);
      expect(Math.abs(sumWith(filter, gotFilter) - value) / scale).toBeLessThan(1e-5);
    }),
    { numRuns: 200 },
  );
});

/** As `relativeError`, at `places` elements spread over the gradient: a large reference is slow in full. */
function relativeErrorOfSome(
  actual: ArrayLike<number>,
  at: Volume,
  f: (moved: Volume) => number,
  places = 12,
): number {
  const largest = Array.from(actual).reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  const moved = Float64Array.from(at.values);
  let worst = 0;
  for (let place = 0; place < places; place++) {
    const index = Math.floor(((place + 0.5) * moved.length) / places);
    const value = moved[index] as number;
    moved[index] = value + 1;
    const above = f({ shape: at.shape, values: moved });
    moved[index] = value - 1;
    const below = f({ shape: at.shape, values: moved });
    moved[index] = value;
    worst = Math.max(worst, Math.abs((above - below) / 2 - (actual[index] as number)));
  }
  return worst / largest;
}
