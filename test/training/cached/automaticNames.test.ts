import { expect, test } from '@jest/globals';
import { renamed, withoutAutomaticNames } from '../../../src/training/cached/automaticNames';

test('names that tfjs counts are numbered by where they appear, in values and keys alike', () => {
  const json = (dense: string, model: string): string =>
    JSON.stringify({
      name: model,
      layers: [dense, 'mine', 'relu', `${dense}_input`],
      [dense]: 'mse',
      padding: 'same',
    });
  const [one, other] = [json('dense_Dense1', 'sequential_4'), json('dense_Dense37', 'sequential_1')].map(
    withoutAutomaticNames,
  );
  expect(one!.text).toBe(other!.text);
  expect(one!.names).toEqual(['sequential_4', 'dense_Dense1', 'dense_Dense1_input']);
  expect(one!.text).toContain('"mine","relu"');
  expect(withoutAutomaticNames(json('conv2d_Conv2D3', 'model12')).names).toEqual([
    'model12',
    'conv2d_Conv2D3',
    'conv2d_Conv2D3_input',
  ]);
  expect(withoutAutomaticNames('["a","float32","glorot_uniform","conv_2"]').names).toEqual([]);
});

test('models that are not the same but for such names stay apart', () => {
  const text = (...names: readonly string[]): string => withoutAutomaticNames(JSON.stringify(names)).text;
  expect(text('dense_Dense1', 'dense_Dense1')).not.toBe(text('dense_Dense1', 'dense_Dense2'));
});

test('a text gets the names of another model, whole ones only, all at once', () => {
  const from = ['dense_Dense1', 'dense_Dense12'];
  expect(
    renamed('{"dense_Dense1":1,"a/dense_Dense12":2,"dense_Dense1_accuracy":3,"my_dense_Dense1":4}', from, [
      'dense_Dense12',
      'dense_Dense1',
    ]),
  ).toBe('{"dense_Dense12":1,"a/dense_Dense1":2,"dense_Dense12_accuracy":3,"my_dense_Dense1":4}');
  expect(renamed('dense_Dense1', [], [])).toBe('dense_Dense1');
});
