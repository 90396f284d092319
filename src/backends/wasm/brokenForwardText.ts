import type { BrokenForwardKernel } from './BrokenForwardKernel';

const by = (sizes: readonly number[]): string => sizes.join('x');

/** Every sentence about forward kernels that are wrong as shipped. */
export const brokenForwardText = {
  convolution: (kernel: readonly number[], stride: readonly number[]): string =>
    `a ${by(kernel)} kernel with strides ${by(stride)} and padding 'same' leaves gaps between its windows; the WASM engine ` +
    'of TensorFlow.js 4.22 answers zeros there (tfjs #5907)',

  maxPooling3d:
    'the maximum of a window without a positive value comes out as 1.2e-38 in the WASM engine of TensorFlow.js 4.22, whatever the values are ' +
    '(max pooling in 3-D starts its search at the smallest positive number)',

  batchNormAxis:
    "BatchNorm over an axis that is not the last takes each number's statistics from the wrong channel in the WASM engine of TensorFlow.js 4.22",

  refused: (broken: readonly BrokenForwardKernel[]): string =>
    [
      `The WASM engine computes ${broken.length === 1 ? 'a layer' : `${broken.length} layers`} of this model wrongly, in predictions too:`,
      ...broken.map(({ layer, reason }) => `  ${layer}: ${reason}.`),
      'What to do, one of:',
      '  npm install --save-dev @tensorflow/tfjs-node@~4.22.0    its engine is chosen by itself and is right',
      ...(broken.some(({ reason }) => reason.includes('kernel with strides'))
        ? ["  padding: 'valid', or strides no greater than the kernel"]
        : []),
      ...(broken.some(({ reason }) => reason === brokenForwardText.maxPooling3d)
        ? ['  averagePooling3d in place of maxPooling3d']
        : []),
      ...(broken.some(({ reason }) => reason === brokenForwardText.batchNormAxis)
        ? ['  tf.layers.permute before and after BatchNorm, so that its axis is the last']
        : []),
    ].join('\n'),
};
