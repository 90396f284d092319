import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import {
  convolution as ownConvolution,
  ownFilterGradient,
} from '../../../../src/backends/wasm/own/convolution';
import { ownInputGradient } from '../../../../src/backends/wasm/own/inputGradient';
import type { PatchGeometry } from '../../../../src/backends/wasm/PatchGeometry';
import { centralDifference } from '../../reference/centralDifference';
import { dot, mapVolume, randomVolume, type Volume } from '../../reference/Volume';
import { convolution, outputSize, paddingBefore } from '../../reference/windows';
import { relativeError, tensorOf } from '../gradients';
import { windowCase, type WindowCase } from '../shapes';
import { running, type Running } from './running';

let own: Running;
beforeAll(async () => {
  own = await running();
});

function geometryOf({ input, window }: WindowCase): PatchGeometry {
  const [batch = NaN, depth = NaN, height = NaN, width = NaN, channels = NaN] = input;
  const { kernel, stride, dilation } = window;
  const output = outputSize(input, window);
  const padBefore = paddingBefore(input, window);
  return { batch, channels, input: [depth, height, width], output, kernel, stride, dilation, padBefore };
}

/** Forward pass and both gradients, of a sum weighted by `weight`. */
function computed(
  shape: WindowCase,
  x: Volume,
  filter: Volume,
  bias: Volume,
  weight: Volume,
): Float32Array[] {
  const { backend, kernels } = own;
  const geometry = geometryOf(shape);
  return tf.tidy(() => {
    const [input, taps, offsets, dy] = [tensorOf(x), tensorOf(filter), tensorOf(bias), tensorOf(weight)];
    const before = tf.memory().numTensors;
    const values = [
      tf.tidy(() =>
        ownConvolution(backend, kernels, { x: input, filter: taps, bias: offsets }, geometry).dataSync(),
      ),
      tf.tidy(() => ownFilterGradient(backend, kernels, { x: input, dy }, geometry, filter.shape).dataSync()),
      tf.tidy(() => ownInputGradient(backend, kernels, dy, taps, geometry, x.shape).dataSync()),
    ];
    expect(tf.memory().numTensors).toBe(before);
    return values as Float32Array[];
  });
}

test.each([
  { name: 'with strides and unequal padding', cases: windowCase() },
  { name: 'with dilation', cases: windowCase({ dilation: true }) },
  { name: 'with strides beyond the kernel', cases: windowCase({ maxStride: 5 }) },
  { name: 'in three dimensions', cases: windowCase({ depth: true }) },
])('a convolution and its gradients are right $name', ({ cases }) => {
  fc.assert(
    fc.property(cases, (shape) => {
      const { input, window, outChannels, seed } = shape;
      const x = randomVolume(input, seed);
      const filter = randomVolume([...window.kernel, input[4] as number, outChannels], seed + 1);
      const bias = randomVolume([outChannels], seed + 2);
      const plain = convolution(x, filter, window);
      const weight = randomVolume(plain.shape, seed + 3);
      const y = {
        ...plain,
        values: plain.values.map((value, at) => value + (bias.values[at % outChannels] ?? NaN)),
      };
      const [gotY, gotFilter, gotX] = computed(shape, x, filter, bias, weight);
      // In the size of what is added up: a result of one number may cancel to almost nothing.
      const sizes = [x, filter, weight].map((volume) => mapVolume(volume, Math.abs)) as [
        Volume,
        Volume,
        Volume,
      ];
      const largest = ({ values }: Volume): number => Math.max(...values);
      const dFilter = (a: Volume, w: Volume): Volume =>
        centralDifference((moved) => dot(convolution(a, moved, window), w), filter);
      const dx = (f: Volume, w: Volume): Volume =>
        centralDifference((moved) => dot(convolution(moved, f, window), w), x);
      const bound = 2e-6;
      expect(relativeError(gotY ?? [], y, largest(convolution(sizes[0], sizes[1], window)) + 1)).toBeLessThan(
        bound,
      );
      expect(
        relativeError(gotFilter ?? [], dFilter(x, weight), largest(dFilter(sizes[0], sizes[2]))),
      ).toBeLessThan(bound);
      expect(relativeError(gotX ?? [], dx(filter, weight), largest(dx(sizes[1], sizes[2])))).toBeLessThan(
        bound,
      );
    }),
    { numRuns: 200 },
  );
});
