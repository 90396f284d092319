import { runInNewContext } from 'node:vm';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { startBackend } from '../../src/backends/startBackend';
import { inOrder, type Rows } from '../../src/input/Rows';
import { inputRowsOf, rowsOf } from '../../src/input/rowsOf';

beforeAll(() => startBackend());

const single = (): tf.LayersModel =>
  tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [3] })] });

/** Inputs `left` of 2 and `right` of 3 numbers, outputs `sum` of 1 and `kind` of 2. */
function several(): tf.LayersModel {
  const left = tf.input({ shape: [2], name: 'left' });
  const right = tf.input({ shape: [3], name: 'right' });
  const both = tf.layers.concatenate().apply([left, right]) as tf.SymbolicTensor;
  const head = (units: number, name: string): tf.SymbolicTensor =>
    tf.layers.dense({ units, name }).apply(both) as tf.SymbolicTensor;
  return tf.model({ inputs: [left, right], outputs: [head(1, 'sum'), head(2, 'kind')] });
}

/** All numbers of all rows, batch by batch, as they are given to the model. */
async function numbersOf(rows: Rows, batchSize = 2): Promise<{ xs: number[][][]; ys: number[][][] }> {
  const seen = { xs: [] as number[][][], ys: [] as number[][][] };
  await rows.each(inOrder(rows, batchSize), async ({ xs, ys }) => {
    seen.xs.push(await Promise.all(xs.map(async (x) => Array.from(await x.data()))));
    seen.ys.push(await Promise.all(ys.map(async (y) => Array.from(await y.data()))));
  });
  return seen;
}

let tensors = 0;
let model: tf.LayersModel;
beforeEach(() => {
  tensors = tf.memory().numTensors;
});
afterEach(() => {
  model.dispose();
  expect(tf.memory().numTensors).toBe(tensors);
});

/** Reads data to the end and frees what was made of it. */
async function read(data: unknown, batchSize = 2): ReturnType<typeof numbersOf> {
  const rows = await rowsOf(data, model, 'the test');
  try {
    return await numbersOf(rows, batchSize);
  } finally {
    rows.dispose();
  }
}

const xs = [
  [1, 2, 3],
  [4, 5, 6],
  [7, 8, 9],
];
const ys = [
  [1, 0],
  [0, 1],
  [1, 0],
];
const batches = {
  xs: [[[1, 2, 3, 4, 5, 6]], [[7, 8, 9]]],
  ys: [[[1, 0, 0, 1]], [[1, 0]]],
};

describe('one input and one output', () => {
  beforeEach(() => {
    model = single();
  });

  const forms: Readonly<Record<string, () => unknown>> = {
    'nested numbers': () => ({ xs, ys }),
    'a list of one': () => ({ xs: [{ values: xs.flat(), shape: [3, 3] }], ys }),
    'typed arrays with a shape': () => ({
      xs: { values: Float64Array.from(xs.flat()), shape: [3, 3] },
      ys: { values: Uint8Array.from(ys.flat()), shape: [3, 2] },
    }),
    'typed arrays of another realm': () => ({
      xs: {
        values: runInNewContext('Float32Array.from([1,2,3,4,5,6,7,8,9])') as Float32Array,
        shape: [3, 3],
      },
      ys: { values: runInNewContext('Int32Array.from([1,0,0,1,1,0])') as Int32Array, shape: [3, 2] },
    }),
    'booleans as targets': () => ({ xs, ys: ys.map((row) => row.map((value) => value === 1)) }),
    'inputs and outputs by name': () => ({
      xs: { [model.inputs[0]!.sourceLayer.name]: xs },
      ys: { [model.outputs[0]!.sourceLayer.name]: ys },
    }),
  };

  test.each(Object.entries(forms))('are taken as %s', async (_form, data) => {
    expect(await read(data())).toEqual(batches);
  });

  test('are taken as tensors, which stay the caller’s', async () => {
    const data = { xs: tf.tensor2d(xs), ys: tf.tensor2d(ys) };
    expect(await read(data)).toEqual(batches);
    expect(data.xs.isDisposed || data.ys.isDisposed).toBe(false);
    tf.dispose(data);
  });

  test('are streamed from a dataset of tensors, in batches of its own, and disposed', async () => {
    const dataset = tf.data.zip({ xs: tf.data.array(xs), ys: tf.data.array(ys) }).batch(2);
    const rows = await rowsOf(dataset, model, 'the test');
    expect(await numbersOf(rows, 1)).toEqual(batches);
    expect([rows.count, rows.largestBatch, rows.streamed]).toEqual([3, 2, true]);
  });

  test.each(['generator', 'async generator'])('are streamed from a %s, again and again', async (kind) => {
    const pair = (from: number, to: number): unknown => ({ xs: xs.slice(from, to), ys: ys.slice(from, to) });
    const made =
      kind === 'generator'
        ? function* () {
            yield pair(0, 2);
            yield pair(2, 3);
          }
        : async function* () {
            yield await Promise.resolve(pair(0, 2));
            yield pair(2, 3);
          };
    const rows = await rowsOf(made, model, 'the test');
    expect(await numbersOf(rows)).toEqual(batches);
    expect(await numbersOf(rows)).toEqual(batches);
  });

  test('hold one batch of a stream at a time', async () => {
    let alive = 0;
    const rows = await rowsOf(
      function* () {
        for (let i = 0; i < 50; i++) yield { xs: tf.ones([4, 3]), ys: tf.ones([4, 2]) };
      },
      model,
      'the test',
    );
    const before = tf.memory().numTensors;
    await rows.each(inOrder(rows, 4), () => {
      alive = Math.max(alive, tf.memory().numTensors - before);
      return Promise.resolve();
    });
    expect([rows.count, alive]).toEqual([200, 2]);
  });

  test('free a batch when whoever uses it throws', async () => {
    const rows = await rowsOf(() => [{ xs, ys }], model, 'the test');
    const use = (): Promise<void> => Promise.reject(new Error('no'));
    await expect(rows.each(inOrder(rows, 4), use)).rejects.toThrow('no');
    const held = await rowsOf({ xs, ys }, model, 'the test');
    await expect(held.each(inOrder(held, 4), use)).rejects.toThrow('no');
    held.dispose();
  });

  const refused: Readonly<Record<string, [data: () => unknown, message: RegExp]>> = {
    'ragged rows': [
      () => ({
        xs: [
          [1, 2, 3],
          [4, 5],
        ],
        ys: ys.slice(0, 2),
      }),
      /`xs` of the test is an array with \[4, 5\] at \[1\]\.\n {2}Allowed: nested arrays/,
    ],
    'words among numbers': [
      () => ({ xs: [[1, 2, 'x']], ys: [[0, 1]] }),
      /is an array with "x" at \[0\]\[2\]/,
    ],
    'a typed array without a shape': [
      () => ({ xs: Float32Array.of(1, 2, 3), ys }),
      /is a Float32Array without a shape/,
    ],
    'a shape that is not that of the values': [
      () => ({ xs: { values: [1, 2, 3, 4], shape: [1, 3] }, ys: [[0, 1]] }),
      /`xs` of the test is \{ values: .* of 4, shape: \[1, 3\] \}/,
    ],
    'a name that is no input’s': [
      () => ({ xs: { pixels: xs }, ys }),
      /`xs` of the test is an object with pixels\.\n.*\n {2}Next: give `dense/,
    ],
    'a dataset that repeats for ever': [
      () => tf.data.array([{ xs, ys }]).repeat(),
      /repeats for ever.*\n.*\n {2}Next: leave \.repeat\(\) out/,
    ],
    'an empty dataset': [() => () => [], /a dataset without a batch/],
    'NaN in a later batch of a stream': [
      () => () => [
        { xs, ys },
        { xs: [[1, NaN, 3]], ys: [[0, 1]] },
      ],
      /`xs` of the test is a tensor with NaN in row 3/,
    ],
    'a batch with fewer targets than inputs': [
      () => () => [{ xs, ys: ys.slice(0, 2) }],
      /is 3 rows of xs and 2 rows of ys/,
    ],
    'a function that gives nothing': [() => () => 5, /a function that returns nothing to iterate over/],
  };

  test.each(Object.entries(refused))('refuse %s', async (_what, [data, message]) => {
    await expect(read(data())).rejects.toThrow(message);
  });

  test('refuse an iterator that is used up after the first pass', async () => {
    const once = [{ xs, ys }][Symbol.iterator]();
    const rows = await rowsOf(() => once, model, 'the test');
    await numbersOf(rows);
    await expect(numbersOf(rows)).rejects.toThrow(
      'gave 3 rows when it was read first, and 0 when it was read again',
    );
  });

  test('are taken without targets where only inputs are asked for', async () => {
    for (const data of [xs, { xs }, { xs, ys }]) {
      const rows = await inputRowsOf(data, model, 'the test');
      expect(await numbersOf(rows)).toEqual({ xs: batches.xs, ys: [[], []] });
      rows.dispose();
    }
  });
});

describe('several inputs and outputs', () => {
  beforeEach(() => {
    model = several();
  });

  const left = [
    [1, 2],
    [3, 4],
  ];
  const right = xs.slice(0, 2);
  const sum = [[5], [6]];
  const kind = ys.slice(0, 2);
  const all = { xs: [[left.flat(), right.flat()]], ys: [[sum.flat(), kind.flat()]] };

  test.each([
    ['in the order of the model', { xs: [left, right], ys: [sum, kind] }],
    ['by name, in any order', { xs: { right, left }, ys: { kind, sum } }],
    [
      'one way here, another there',
      { xs: [{ values: left.flat(), shape: [2, 2] }, right], ys: { kind, sum } },
    ],
  ])('are taken %s', async (_way, data) => {
    expect(await read(data)).toEqual(all);
  });

  test('are streamed by name', async () => {
    expect(await read(() => [{ xs: { left, right }, ys: { sum, kind } }])).toEqual(all);
  });

  test.each([
    [
      'one that is missing',
      { xs: { left }, ys: { kind, sum } },
      /`xs` of the test is an object with left\.\n.*\n {2}Next: give `right`/,
    ],
    ['one too many', { xs: { left, right, third: left }, ys: { kind, sum } }, /Next: remove `third`/],
    [
      'a list that is too short',
      { xs: [left], ys: [sum, kind] },
      /is an array of 1\.\n {2}Allowed: an array of 2, in the order left, right/,
    ],
    [
      'one of another shape',
      { xs: { left: right, right }, ys: [sum, kind] },
      /`xs\.left` of the test is a tensor of shape \[2, 3\]/,
    ],
    [
      'targets of another shape',
      { xs: [left, right], ys: { sum, kind: right } },
      /`ys\.kind` of the test is a tensor of shape \[2, 3\]/,
    ],
    [
      'inputs of different length',
      { xs: [left, xs], ys: [sum, kind] },
      /is 2 and 3 rows of xs and 2 rows of ys/,
    ],
  ])('refuse %s', async (_what, data, message) => {
    await expect(read(data)).rejects.toThrow(message);
  });
});
