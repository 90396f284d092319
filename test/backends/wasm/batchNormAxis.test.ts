import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from '@jest/globals';
import { brokenForwardKernels } from '../../../src/backends/wasm/brokenForwardKernels';
import { refuseBrokenForwardKernels } from '../../../src/backends/wasm/refuseBrokenForwardKernels';
import { wasmWithTrainingKernels } from './wasmWithTrainingKernels';

beforeAll(wasmWithTrainingKernels);

const uniform = (minval: number, maxval: number, seed: number) =>
  tf.initializers.randomUniform({ minval, maxval, seed });

test.each<[number[], number | number[]]>([
  [[4, 5], -1],
  [[4, 5], 1],
  [[4, 3, 6], 1],
  [[4, 3, 6], 2],
  [[4, 3, 6], [2]],
  [[2, 3, 4, 5], 1],
  [[2, 3, 4, 5], 2],
  [[2, 3, 4, 5], 3],
])('BatchNorm of inputs %j over axis %j is refused exactly where its prediction is wrong', (shape, axis) => {
  const layer = tf.layers.batchNormalization({
    name: 'norm',
    axis: axis as number,
    inputShape: shape.slice(1),
    movingMeanInitializer: uniform(0, 3, 3),
    movingVarianceInitializer: uniform(1, 3, 5),
  });
  const model = tf.sequential({ layers: [layer] });
  const error = tf.tidy(() => {
    const x = tf.randomNormal(shape, 0, 1, 'float32', 7);
    const kept = Array.isArray(axis) ? axis[0]! : axis < 0 ? axis + shape.length : axis;
    const along = shape.map((size, i) => (i === kept ? size : 1));
    const [mean, variance] = layer
      .getWeights()
      .slice(2)
      .map((weight) => weight.reshape(along));
    const expected = x.sub(mean!).div(variance!.add(1e-3).sqrt());
    return (model.predict(x) as tf.Tensor).sub(expected).abs().max().dataSync()[0]!;
  });

  const broken = brokenForwardKernels(model).map((found) => found.layer);
  expect(broken).toEqual(error > 1e-5 ? ['norm'] : []);
  if (error > 1e-5) expect(() => refuseBrokenForwardKernels(model)).toThrow('tf.layers.permute');
  model.dispose();
});
