import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { brokenForwardKernels } from '../../../src/backends/wasm/brokenForwardKernels';
import { refuseBrokenForwardKernels } from '../../../src/backends/wasm/refuseBrokenForwardKernels';
import { randomVolume } from '../reference/Volume';
import { convolution } from '../reference/windows';
import { relativeError, tensorOf } from './gradients';
import { windowCase } from './shapes';
import { wasmWithTrainingKernels } from './wasmWithTrainingKernels';

beforeAll(wasmWithTrainingKernels);

const { layers } = tf;
const image = [8, 8, 2];
const paths = (model: tf.LayersModel): string[] => brokenForwardKernels(model).map(({ layer }) => layer);
const gapped = { kernelSize: 2, strides: 4, padding: 'same' } as const;

describe('brokenForwardKernels', () => {
  test('names exactly the convolutions whose prediction is wrong', () => {
    fc.assert(
      fc.property(
        windowCase({ maxStride: 4 }).filter(({ window }) => typeof window.pad === 'string'),
        ({ input, window, outChannels, seed }) => {
          const layer = layers.conv2d({
            inputShape: [input[2] as number, input[3] as number, input[4] as number],
            filters: outChannels,
            kernelSize: [window.kernel[1], window.kernel[2]],
            strides: [window.stride[1], window.stride[2]],
            padding: window.pad as 'same',
            useBias: false,
          });
          const model = tf.sequential({ layers: [layer] });
          const x = randomVolume(input, seed);
          const filter = randomVolume([...window.kernel, input[4] as number, outChannels], seed + 1);
          const predicted = tf.tidy(() => {
            layer.setWeights([tensorOf(filter, filter.shape.slice(1))]);
            return (
              model.predict(tensorOf(x, [input[0] as number, ...input.slice(2)])) as tf.Tensor
            ).dataSync();
          });
          const wrong = relativeError(predicted, convolution(x, filter, window)) > 1e-5;
          expect(brokenForwardKernels(model).length).toBe(wrong ? 1 : 0);
          model.dispose();
        },
      ),
      { numRuns: 200 },
    );
  });

  test('says nothing of a network that is right', () => {
    const model = tf.sequential({
      layers: [
        layers.conv2d({ inputShape: image, filters: 2, kernelSize: 3, strides: 2, padding: 'same' }),
        layers.conv2d({ filters: 2, kernelSize: 1, strides: 2, padding: 'same' }),
        layers.conv2dTranspose({ filters: 2, ...gapped }),
        layers.maxPooling2d({ poolSize: 2, strides: 3, padding: 'same' }),
        layers.globalAveragePooling2d({}),
      ],
    });
    expect(brokenForwardKernels(model)).toEqual([]);
    expect(() => refuseBrokenForwardKernels(model)).not.toThrow();
  });

  test('finds every kind of layer that goes through the kernel', () => {
    const conv = [
      layers.conv2d({ name: 'plain', filters: 2, ...gapped, inputShape: image }),
      layers.separableConv2d({ name: 'separable', filters: 2, ...gapped, inputShape: image }),
      layers.depthwiseConv2d({ name: 'depthwise', ...gapped, inputShape: image }),
      layers.conv1d({ name: 'line', filters: 2, ...gapped, inputShape: [8, 2] }),
      layers.maxPooling3d({ name: 'volume', poolSize: 2, inputShape: [4, 4, 4, 1] }),
      layers.convLstm2d({
        name: 'recurrent',
        filters: 1,
        kernelSize: [2, 2],
        strides: [3, 3],
        padding: 'same',
        inputShape: [3, 8, 8, 1],
      }),
    ];
    expect(conv.map((layer) => paths(tf.sequential({ layers: [layer] }))[0])).toEqual([
      'plain',
      'separable',
      'depthwise',
      'line',
      'volume',
      expect.stringMatching(/^recurrent\/.+/),
    ]);
  });

  test('finds it in nested models and wrappers, and says where', () => {
    const inner = tf.sequential({
      name: 'inner',
      layers: [layers.conv2d({ name: 'stem', filters: 2, ...gapped, inputShape: image })],
    });
    const input = tf.input({ shape: image });
    const nested = tf.model({ inputs: input, outputs: inner.apply(input) as tf.SymbolicTensor });
    expect(paths(nested)).toEqual(['inner/stem']);
    const wrapped = tf.sequential({
      layers: [
        layers.timeDistributed({
          name: 'frames',
          layer: layers.conv2d({ name: 'each', filters: 2, ...gapped }),
          inputShape: [3, ...image],
        }),
      ],
    });
    expect(paths(wrapped)).toEqual(['frames/each']);
  });

  test('counts an open size as the worst', () => {
    const open = tf.sequential({
      layers: [
        layers.conv2d({
          name: 'open',
          filters: 2,
          ...gapped,
          inputShape: [null, null, 2],
        }),
      ],
    });
    expect(paths(open)).toEqual(['open']);
  });
});

test('the error names the layers, the reason and the next step', () => {
  const model = tf.sequential({
    layers: [
      layers.conv3d({ name: 'lift', filters: 1, kernelSize: 2, inputShape: [9, 9, 9, 1] }),
      layers.maxPooling3d({ name: 'pool', poolSize: 8 }),
    ],
  });
  const gappedModel = tf.sequential({
    layers: [layers.conv2d({ name: 'stem', filters: 2, ...gapped, inputShape: image })],
  });
  expect(() => refuseBrokenForwardKernels(gappedModel)).toThrow(
    [
      'The WASM engine computes a layer of this model wrongly, in predictions too:',
      "  stem: a 2x2 kernel with strides 4x4 and padding 'same' leaves gaps between its windows; the WASM engine of TensorFlow.js 4.22 answers zeros there (tfjs #5907).",
      'What to do, one of:',
      '  npm install --save-dev @tensorflow/tfjs-node@~4.22.0    its engine is chosen by itself and is right',
      "  padding: 'valid', or strides no greater than the kernel",
    ].join('\n'),
  );
  expect(() => refuseBrokenForwardKernels(model)).toThrow(
    [
      'The WASM engine computes a layer of this model wrongly, in predictions too:',
      '  pool: the maximum of a window without a positive value comes out as 1.2e-38 in the WASM engine of TensorFlow.js 4.22, whatever the values are (max pooling in 3-D starts its search at the smallest positive number).',
      'What to do, one of:',
      '  npm install --save-dev @tensorflow/tfjs-node@~4.22.0    its engine is chosen by itself and is right',
      '  averagePooling3d in place of maxPooling3d',
    ].join('\n'),
  );
});

test('another engine is not blamed', async () => {
  const model = tf.sequential({ layers: [layers.conv2d({ filters: 2, ...gapped, inputShape: image })] });
  await tf.setBackend('cpu');
  expect(brokenForwardKernels(model)).toEqual([]);
  await tf.setBackend('wasm');
  expect(brokenForwardKernels(model)).toHaveLength(1);
});
