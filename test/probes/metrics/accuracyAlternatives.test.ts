import { describe, expect, test } from '@jest/globals';
import { accuracyAlternatives } from '../../../src/probes/metrics/accuracyAlternatives';
import type { FormulaName } from '../../../src/probes/metrics/formulas';
import type { Table } from '../../../src/probes/metrics/Table';
import { table, tableOfRows } from './tables';

const alternatives = (resolved: FormulaName, columns: number, targets: Table): readonly string[] =>
  accuracyAlternatives({ resolved }, { shape: [null, columns] }, targets).map(({ name }) => name);

const oneHot = tableOfRows([
  [0, 1, 0],
  [1, 0, 0],
]);
const labels = tableOfRows([
  [0, 1, 1],
  [0, 0, 0],
]);
const smoothed = tableOfRows([
  [0.1, 0.8, 0.1],
  [0.8, 0.1, 0.1],
]);
const indices = tableOfRows([[2], [0]]);

describe('accuracyAlternatives', () => {
  test.each<[string, FormulaName, number, Table, readonly string[]]>([
    ['one class of three under binaryAccuracy', 'binaryAccuracy', 3, oneHot, ['categoricalAccuracy']],
    ['one class of three as it should be', 'categoricalAccuracy', 3, oneHot, ['binaryAccuracy']],
    ['labels under categoricalAccuracy', 'categoricalAccuracy', 3, labels, ['binaryAccuracy']],
    ['labels as they should be', 'binaryAccuracy', 3, labels, []],
    ['smoothed labels as they should be', 'categoricalAccuracy', 3, smoothed, []],
    ['smoothed labels under binaryAccuracy', 'binaryAccuracy', 3, smoothed, ['categoricalAccuracy']],
    [
      'class indices under categoricalAccuracy',
      'categoricalAccuracy',
      3,
      indices,
      ['sparseCategoricalAccuracy'],
    ],
    [
      'one number under categoricalAccuracy',
      'categoricalAccuracy',
      1,
      tableOfRows([[1], [0]]),
      ['binaryAccuracy'],
    ],
    ['a regression', 'binaryAccuracy', 1, tableOfRows([[1.5], [7]]), []],
  ])('%s', (_, resolved, columns, targets, expected) => {
    expect(alternatives(resolved, columns, targets)).toEqual(expected);
  });

  test('are computed: three classes look better by the number than they are', () => {
    const predictions = table([2, 3], [0.4, 0.3, 0.3, 0.4, 0.3, 0.3]);
    const [categorical] = accuracyAlternatives({ resolved: 'binaryAccuracy' }, { shape: [null, 3] }, oneHot);
    expect(categorical!.perRow(oneHot, predictions)).toEqual(Float64Array.of(0, 1));
  });
});
