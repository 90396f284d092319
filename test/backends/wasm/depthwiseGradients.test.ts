import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { centralDifference } from '../reference/centralDifference';
import { dot, mapVolume, randomVolume, type Volume } from '../reference/Volume';
import { convolution, depthwiseConvolution, type Window } from '../reference/windows';
import { gradients, relativeError, tensorOf } from './gradients';
import { tfjsPad, windowCase } from './shapes';
import { wasmWithTrainingKernels } from './wasmWithTrainingKernels';

beforeAll(wasmWithTrainingKernels);

const tolerance = 2e-6;
const flat = (shape: readonly number[]): number[] => [shape[0] as number, ...shape.slice(2)];

interface Case {
  readonly x: Volume;
  readonly filter: Volume;
  readonly weight: Volume;
  readonly window: Window;
}

const dX = ({ x, filter, weight, window }: Case): Volume =>
  centralDifference((moved) => dot(depthwiseConvolution(moved, filter, window), weight), x);
const dFilter = ({ x, filter, weight, window }: Case): Volume =>
  centralDifference((moved) => dot(depthwiseConvolution(x, moved, window), weight), filter);

/** In the size of what is added up: where it cancels, the sum is as small as it likes. */
function expectGradients(given: Case, gotX: ArrayLike<number> = [], gotFilter: ArrayLike<number> = []): void {
  const [x, filter, weight] = [given.x, given.filter, given.weight].map((each) => mapVolume(each, Math.abs));
  const sizes = { x, filter, weight, window: given.window } as Case;
  expect(relativeError(gotX, dX(given), Math.max(...dX(sizes).values))).toBeLessThan(tolerance);
  expect(relativeError(gotFilter, dFilter(given), Math.max(...dFilter(sizes).values))).toBeLessThan(
    tolerance,
  );
}

/** `outChannels` of the case is the channel multiplier here. */
describe('the gradient of depthwiseConv2d', () => {
  test('is that of the convolution, for its input and its filter', () => {
    fc.assert(
      fc.property(windowCase(), fc.constantFrom(0, 1000), ({ input, window, outChannels, seed }, centre) => {
        const x = randomVolume(input, seed, { centre });
        const filter = randomVolume([...window.kernel, input[4] as number, outChannels], seed + 1);
        const weight = randomVolume(depthwiseConvolution(x, filter, window).shape, seed + 2);
        const [gotX, gotFilter] = gradients(
          (a, b) =>
            tf.depthwiseConv2d(
              a as tf.Tensor4D,
              b as tf.Tensor4D,
              [window.stride[1], window.stride[2]],
              tfjsPad(window),
            ),
          [tensorOf(x, flat(x.shape)), tensorOf(filter, filter.shape.slice(1))],
          tensorOf(weight, flat(weight.shape)),
        );
        expectGradients({ x, filter, weight, window }, gotX, gotFilter);
      }),
      { numRuns: 200 },
    );
  });

  test('follows dilation, where the kernels are called with it', () => {
    fc.assert(
      fc.property(windowCase({ dilation: true }), ({ input, window, outChannels, seed }) => {
        const x = randomVolume(input, seed);
        const filter = randomVolume([...window.kernel, input[4] as number, outChannels], seed + 1);
        const weight = randomVolume(depthwiseConvolution(x, filter, window).shape, seed + 2);
        const [strides, dilations] = [
          [window.stride[1], window.stride[2]],
          [window.dilation[1], window.dilation[2]],
        ] as [[number, number], [number, number]];
        const [gotX, gotFilter] = tf.tidy(() => {
          const dy = tensorOf<tf.Tensor4D>(weight, flat(weight.shape));
          const xTensor = tensorOf<tf.Tensor4D>(x, flat(x.shape));
          const filterTensor = tensorOf<tf.Tensor4D>(filter, filter.shape.slice(1));
          const attributes = { strides, pad: tfjsPad(window), dilations };
          const dx: tf.Tensor = tf
            .engine()
            .runKernel(
              'DepthwiseConv2dNativeBackpropInput',
              { dy, filter: filterTensor },
              { ...attributes, inputShape: xTensor.shape },
            );
          const dw: tf.Tensor = tf
            .engine()
            .runKernel(
              'DepthwiseConv2dNativeBackpropFilter',
              { x: xTensor, dy },
              { ...attributes, filterShape: filterTensor.shape },
            );
          return [dx.dataSync(), dw.dataSync()];
        });
        expectGradients({ x, filter, weight, window }, gotX, gotFilter);
      }),
      { numRuns: 200 },
    );
  });
});

test('the gradient of separableConv2d is that of the two convolutions it is made of', () => {
  const window = { kernel: [1, 3, 3], stride: [1, 2, 2], dilation: [1, 1, 1], pad: 'same' } as const;
  const pointwise = { kernel: [1, 1, 1], stride: [1, 1, 1], dilation: [1, 1, 1], pad: 'valid' } as const;
  const inputs = [
    randomVolume([2, 1, 7, 6, 3], 1),
    randomVolume([1, 3, 3, 3, 2], 2),
    randomVolume([1, 1, 1, 6, 5], 3),
  ] as const;
  const weight = randomVolume([2, 1, 4, 3, 5], 4);
  const loss = (x: Volume, depthwise: Volume, point: Volume): number =>
    dot(convolution(depthwiseConvolution(x, depthwise, window), point, pointwise), weight);
  const got = gradients(
    (x, depthwise, point) =>
      tf.separableConv2d(x as tf.Tensor4D, depthwise as tf.Tensor4D, point as tf.Tensor4D, 2, 'same'),
    [
      tensorOf(inputs[0], flat(inputs[0].shape)),
      tensorOf(inputs[1], [3, 3, 3, 2]),
      tensorOf(inputs[2], [1, 1, 6, 5]),
    ],
    tensorOf(weight, flat(weight.shape)),
  );
  expect(
    relativeError(
      got[0] ?? [],
      centralDifference((x) => loss(x, inputs[1], inputs[2]), inputs[0]),
    ),
  ).toBeLessThan(tolerance);
  expect(
    relativeError(
      got[1] ?? [],
      centralDifference((d) => loss(inputs[0], d, inputs[2]), inputs[1]),
    ),
  ).toBeLessThan(tolerance);
  expect(
    relativeError(
      got[2] ?? [],
      centralDifference((p) => loss(inputs[0], inputs[1], p), inputs[2]),
    ),
  ).toBeLessThan(tolerance);
});

test.each([
  ['depthwiseConv2d', tf.layers.depthwiseConv2d({ kernelSize: 3, padding: 'same', depthMultiplier: 2 })],
  ['separableConv2d', tf.layers.separableConv2d({ kernelSize: 3, filters: 4 })],
])('is computed for the layer %s, which hands no dilation on', (_, layer) => {
  const x = tf.randomNormal([2, 5, 5, 3], 0, 1, 'float32', 3);
  const y = tf.tidy(() => (layer.apply(x) as tf.Tensor).dataSync());
  let during: ArrayLike<number> = [];
  const { grads } = tf.variableGrads(() => {
    const output = layer.apply(x) as tf.Tensor;
    during = output.dataSync();
    return tf.sum(tf.square(output));
  });
  Array.from(during).forEach((value, at) => expect(value).toBeCloseTo(y[at]!, 5));
  for (const gradient of Object.values(grads)) expect(tf.any(tf.notEqual(gradient, 0)).dataSync()[0]).toBe(1);
  tf.dispose([x, grads, layer.getWeights()]);
});
