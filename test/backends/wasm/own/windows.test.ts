import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import {
  ownDepthwise,
  ownDepthwiseFilterGradient,
  ownDepthwiseInputGradient,
} from '../../../../src/backends/wasm/own/depthwise';
import { ownAvgPoolGradient, ownMaxPoolGradient } from '../../../../src/backends/wasm/own/pooling';
import type { PatchGeometry } from '../../../../src/backends/wasm/PatchGeometry';
import { avgPoolingGradient, depthwiseGradients, maxPoolingGradient } from '../../reference/adjoints';
import { centralDifference } from '../../reference/centralDifference';
import { dot, mapVolume, randomVolume, type Volume } from '../../reference/Volume';
import {
  avgPooling,
  depthwiseConvolution,
  outputSize,
  paddingBefore,
  type Triple,
  type Window,
} from '../../reference/windows';
import { relativeError, tensorOf } from '../gradients';
import { windowCase, type WindowCase } from '../shapes';
import { running, type Running } from './running';

/** Odd numbers of channels: whole vectors, pairs of them, and what is left over. */
const wide = (limits: Parameters<typeof windowCase>[0] = {}): fc.Arbitrary<WindowCase> =>
  fc
    .tuple(windowCase(limits), fc.integer({ min: 1, max: 21 }))
    .map(([shape, channels]) => ({ ...shape, input: [...shape.input.slice(0, 4), channels] }));

function geometryOf(input: readonly number[], window: Window): PatchGeometry {
  return {
    batch: input[0]!,
    channels: input[4]!,
    input: input.slice(1, 4) as unknown as Triple,
    output: outputSize(input, window),
    kernel: window.kernel,
    stride: window.stride,
    dilation: window.dilation,
    padBefore: paddingBefore(input, window),
  };
}

const flat = (volume: Volume): tf.Tensor4D => tensorOf(volume, [volume.shape[0]!, ...volume.shape.slice(2)]);
const largest = ({ values }: Volume): number => Math.max(...values);
const sizes = (volume: Volume): Volume => mapVolume(volume, Math.abs);
const bound = 2e-6;

/** The error, in the size of what is added up: a sum may cancel to almost nothing. */
function expectClose(got: tf.Tensor, expected: Volume, ofSizes: Volume): void {
  expect(relativeError(got.dataSync(), expected, largest(ofSizes))).toBeLessThan(bound);
}

describe.each([true, false])('where products may be fused with their addition: %s', (mayRelax) => {
  let own: Running;
  beforeAll(async () => {
    own = await running({ mayRelax });
  });

  test('a depthwise convolution and both its gradients are right', () => {
    const cases = fc.oneof(wide(), wide({ dilation: true }));
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 3 }), ({ input, window, seed }, multiplier) => {
        const x = randomVolume(input, seed);
        const filter = randomVolume([...window.kernel, input[4]!, multiplier], seed + 1);
        const y = depthwiseConvolution(x, filter, window);
        const dy = randomVolume(y.shape, seed + 2);
        const { dx, dFilter } = depthwiseGradients(x, filter, dy, window);
        const ofSizes = depthwiseGradients(sizes(x), sizes(filter), sizes(dy), window);
        const geometry = geometryOf(input, window);
        const { backend, kernels } = own;
        tf.tidy(() => {
          const filterTensor = tensorOf<tf.Tensor4D>(filter, filter.shape.slice(1));
          const ySizes = depthwiseConvolution(sizes(x), sizes(filter), window);
          expectClose(ownDepthwise(backend, kernels, flat(x), filterTensor, geometry), y, ySizes);
          const gotX = ownDepthwiseInputGradient(backend, kernels, flat(dy), filterTensor, geometry);
          expectClose(gotX, dx, ofSizes.dx);
          const gotFilter = ownDepthwiseFilterGradient(backend, kernels, flat(x), flat(dy), geometry);
          expectClose(gotFilter, dFilter, ofSizes.dFilter);
        });
      }),
      { numRuns: 200 },
    );
  });
});

describe('gradients of pooling', () => {
  let own: Running;
  beforeAll(async () => {
    own = await running();
  });
  const cases = fc.oneof(wide(), wide({ depth: true }));

  test('are right for the average', () => {
    fc.assert(
      fc.property(cases, ({ input, window, seed }) => {
        const x = randomVolume(input, seed);
        const dy = randomVolume(avgPooling(x, window).shape, seed + 1);
        const { backend, kernels } = own;
        tf.tidy(() => {
          const geometry = geometryOf(input, window);
          const got = ownAvgPoolGradient(backend, kernels, tensorOf(x), tensorOf(dy), geometry);
          expectClose(got, avgPoolingGradient(x, dy, window), avgPoolingGradient(x, sizes(dy), window));
        });
      }),
      { numRuns: 200 },
    );
  });

  test('are right for the maximum, the first where there are several, whatever its sign', () => {
    fc.assert(
      fc.property(cases, fc.constantFrom(-9, 0, 9), fc.boolean(), ({ input, window, seed }, centre, ties) => {
        const random = randomVolume(input, seed, { centre, spread: 3 });
        const x = ties ? mapVolume(random, Math.round) : random;
        const dy = randomVolume(avgPooling(x, window).shape, seed + 1);
        const { backend, kernels } = own;
        tf.tidy(() => {
          const geometry = geometryOf(input, window);
          const got = ownMaxPoolGradient(backend, kernels, tensorOf(x), tensorOf(dy), geometry);
          expectClose(got, maxPoolingGradient(x, dy, window), maxPoolingGradient(x, sizes(dy), window));
        });
      }),
      { numRuns: 200 },
    );
  });
});

test('the reference of the depthwise gradients is that of the convolution', () => {
  fc.assert(
    fc.property(windowCase({ dilation: true }), ({ input, window, outChannels, seed }) => {
      const x = randomVolume(input, seed);
      const filter = randomVolume([...window.kernel, input[4]!, outChannels], seed + 1);
      const dy = randomVolume(depthwiseConvolution(x, filter, window).shape, seed + 2);
      const { dx, dFilter } = depthwiseGradients(x, filter, dy, window);
      const differenceX = centralDifference(
        (moved) => dot(depthwiseConvolution(moved, filter, window), dy),
        x,
      );
      const differenceFilter = centralDifference(
        (moved) => dot(depthwiseConvolution(x, moved, window), dy),
        filter,
      );
      expect(relativeError(dx.values, differenceX)).toBeLessThan(1e-9);
      expect(relativeError(dFilter.values, differenceFilter)).toBeLessThan(1e-9);
    }),
    { numRuns: 30 },
  );
});
