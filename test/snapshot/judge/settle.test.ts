import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { decodeSafetensors } from '../../../src/files/safetensors/decodeSafetensors';
import { mostInText } from '../../../src/snapshot/judge/settle';
import type { Prediction } from '../../../src/snapshot/PredictionSnapshot';
import { SnapshotFolder } from '../JestRun';
import { predictionOf } from '../predictions';

let snapshots: SnapshotFolder;

beforeEach(() => {
  snapshots = new SnapshotFolder();
});

afterEach(() => {
  snapshots.remove();
});

/** Three columns of probabilities, moved by `shift`. */
function rowsOf(rows: number, shift = 0): Prediction {
  return predictionOf(
    Array.from({ length: rows }, (_, row) => [
      ((row * 7) % 10) / 20 + shift,
      0.25,
      0.75 - ((row * 7) % 10) / 20 - shift,
    ]),
    { decision: 'argmax', labels: Int32Array.from({ length: rows }, (_, row) => row % 3) },
  );
}

const small = rowsOf(3);
const large = rowsOf(mostInText);

const kinds = (result: ReturnType<SnapshotFolder['run']>): readonly string[] =>
  result.outcomes.map(({ kind }) => kind);

describe.each([
  { size: 'small', prediction: small, moved: rowsOf(3, 0.01) },
  { size: 'large', prediction: large, moved: rowsOf(mostInText, 0.01) },
])('a $size prediction', ({ prediction, moved }) => {
  test('is written, holds, moves, and is updated', () => {
    expect(kinds(snapshots.run('new', { a: prediction }))).toEqual(['written']);
    const written = snapshots.files();
    expect(kinds(snapshots.run('none', { a: prediction }))).toEqual(['matching']);
    expect(kinds(snapshots.run('new', { a: moved }))).toEqual(['different']);
    expect(snapshots.files()).toEqual(written);
    expect(snapshots.run('all', { a: moved })).toMatchObject({
      outcomes: [{ kind: 'updated' }],
      counts: { updated: 1 },
    });
    expect(kinds(snapshots.run('none', { a: moved }))).toEqual(['matching']);
    expect(Object.keys(snapshots.files()).length).toBe(Object.keys(written).length);
  });

  test('that holds stays byte for byte under -u, whatever moved within tolerance and wherever it ran', () => {
    snapshots.run('new', { a: prediction, b: prediction });
    const written = snapshots.files();
    const [output] = prediction.outputs;
    const nearly = {
      ...prediction,
      environment: { ...prediction.environment, engine: 'cpu', tfjs: '4.23.0', project: 'irises@2.0.0' },
      outputs: [{ ...output!, values: (output!.values as Float32Array).map((value) => value + 5e-6) }],
    };
    expect(snapshots.run('all', { a: nearly, b: nearly }).counts).toEqual({
      added: 0,
      matched: 2,
      unmatched: 0,
      updated: 0,
    });
    expect(snapshots.files()).toEqual(written);
  });

  test('is not written under --ci', () => {
    expect(snapshots.run('none', { a: prediction })).toMatchObject({
      outcomes: [{ kind: 'missing' }],
      counts: { added: 0, unmatched: 1 },
    });
    expect(snapshots.files()).toEqual({});
  });

  test('of another shape has other outputs', () => {
    snapshots.run('new', { a: prediction });
    const [output] = prediction.outputs;
    const fewer = {
      ...prediction,
      outputs: [{ ...output!, shape: [1, 3], values: output!.values.slice(0, 3) }],
    };
    expect(kinds(snapshots.run('new', { a: fewer }))).toEqual(['other outputs']);
  });

  test('keeps NaN, Infinity and -0, each of which is the same as itself alone', () => {
    const [output] = prediction.outputs;
    const values = Float32Array.from(output!.values);
    values.set([NaN, Infinity, -Infinity, -0]);
    const odd = { ...prediction, outputs: [{ ...output!, values }] };
    snapshots.run('new', { a: odd });
    expect(kinds(snapshots.run('none', { a: odd }))).toEqual(['matching']);
    const other = Float32Array.from(values);
    other[0] = 0;
    other[1] = -Infinity;
    expect(
      snapshots.run('none', { a: { ...odd, outputs: [{ ...output!, values: other }] } }, { atol: 1e30 }),
    ).toMatchObject({
      outcomes: [{ kind: 'different', outputs: [{ comparison: { differingNumbers: 2 } }] }],
    });
  });
});

describe('the file beside a snapshot', () => {
  test('holds the numbers to the bit, and the labels', () => {
    snapshots.run('new', { a: large });
    const { tensors, metadata } = decodeSafetensors(readFileSync(snapshots.sideFile()));
    const [values, labels] = tensors;
    const [output] = large.outputs;
    expect(values).toMatchObject({ name: 'y', dtype: 'F32', shape: [mostInText, 3] });
    expect(new Float32Array(values!.bytes.buffer)).toEqual(output!.values);
    expect(labels!.name).toBe('y.labels');
    expect(new Int32Array(labels!.bytes.buffer)).toEqual(output!.labels);
    expect(metadata['snapshot']).toBe('a 1');
  });

  test('that is missing is an error, and -u writes it again', () => {
    snapshots.run('new', { a: large });
    rmSync(snapshots.sideFile());
    const { outcomes, counts } = snapshots.run('new', { a: large });
    expect(outcomes).toEqual([
      { kind: 'unreadable', why: expect.stringMatching(/^its file a-1-\w+-\w+\.safetensors is missing$/) },
    ]);
    expect(counts.unmatched).toBe(1);
    expect(kinds(snapshots.run('all', { a: large }))).toEqual(['updated']);
    expect(kinds(snapshots.run('none', { a: large }))).toEqual(['matching']);
  });

  test('of which a byte was changed, wherever, never passes', () => {
    snapshots.run('new', { a: large });
    const file = snapshots.sideFile();
    const content = readFileSync(file);
    fc.assert(
      fc.property(fc.nat(content.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = Buffer.from(content);
        changed[at]! ^= change;
        writeFileSync(file, changed);
        expect(kinds(snapshots.run('none', { a: large }, { atol: 1e30, rtol: 1e30 }))).toEqual([
          'unreadable',
        ]);
      }),
      { numRuns: 200 },
    );
  });

  test('that was cut off never passes', () => {
    snapshots.run('new', { a: large });
    const file = snapshots.sideFile();
    const content = readFileSync(file);
    fc.assert(
      fc.property(fc.nat(content.length - 1), (length) => {
        writeFileSync(file, content.subarray(0, length));
        expect(kinds(snapshots.run('none', { a: large }))).toEqual(['unreadable']);
      }),
      { numRuns: 50 },
    );
  });

  test('goes when its snapshot goes, with -u and only then', () => {
    snapshots.run('new', { a: large, b: large });
    const written = snapshots.files();
    snapshots.run('new', { a: large });
    snapshots.run('none', { a: large });
    expect(snapshots.files()).toEqual(written);
    snapshots.run('all', { a: large });
    expect(Object.keys(snapshots.files()).length).toBe(2);
    snapshots.run('all', {});
    expect(snapshots.files()).toEqual({});
  });

  test('that nothing names stays until -u; files of somebody else stay', () => {
    snapshots.run('new', { a: large });
    const beside = path.dirname(snapshots.sideFile());
    const left = ['b.safetensors', 'b.safetensors.123', 'notes.txt'];
    for (const name of left) writeFileSync(path.join(beside, name), '');
    snapshots.run('new', { a: large, b: large });
    expect(readdirSync(beside)).toEqual(expect.arrayContaining(left));
    snapshots.run('all', { a: large, b: large });
    expect(readdirSync(beside)).toEqual([
      expect.stringMatching(/^a-1-.*\.safetensors$/),
      expect.stringMatching(/^b-1-.*\.safetensors$/),
      'notes.txt',
    ]);
  });
});

describe('a .snap file that Jest cannot read', () => {
  const damages: readonly [string, (text: string) => string][] = [
    ['cut off', (text) => text.slice(0, -20)],
    ['empty', () => ''],
    ['without entries', (text) => text.slice(0, text.indexOf('exports'))],
    ['with a broken first line', (text) => text.replace('// Jest', '// ').replace('exports[', 'export[')],
    ['with a broken entry', (text) => text.replace('exports[`a 1`]', 'exports{`a 1`]')],
  ];

  test.each(damages)('%s is told, and left as it is', (_how, damage) => {
    snapshots.run('new', { a: small, b: large });
    const damaged = damage(readFileSync(snapshots.snapFile, 'latin1'));
    snapshots.overwrite(snapshots.snapFile, damaged);
    const before = snapshots.files();
    const { outcomes, counts } = snapshots.run('new', { a: small, b: large });
    expect(outcomes).toEqual(
      [1, 2].map(() => ({ kind: 'unreadable', why: expect.stringMatching(/^its file cannot be read: /) })),
    );
    expect(counts).toEqual({ added: 0, matched: 0, unmatched: 2, updated: 0 });
    expect(snapshots.files()).toEqual(before);
  });

  test.each(damages)('%s is made anew by -u', (_how, damage) => {
    snapshots.run('new', { a: small });
    snapshots.overwrite(snapshots.snapFile, damage(readFileSync(snapshots.snapFile, 'latin1')));
    snapshots.run('all', { a: small });
    expect(kinds(snapshots.run('none', { a: small }))).toEqual(['matching']);
  });
});

test('a snapshot that was edited by hand is refused', () => {
  snapshots.run('new', { a: small });
  const text = readFileSync(snapshots.snapFile, 'latin1');
  snapshots.overwrite(snapshots.snapFile, text.replace('0.75', '0.76'));
  expect(snapshots.run('none', { a: small }).outcomes).toEqual([
    { kind: 'unreadable', why: 'its digest does not fit its text, so it was edited by hand or damaged' },
  ]);
});

test('a snapshot of another matcher under the same name is refused, and replaced by -u', () => {
  snapshots.run('new', { a: small });
  const text = readFileSync(snapshots.snapFile, 'latin1');
  snapshots.overwrite(snapshots.snapFile, text.replace(/= `[^]*`/, '= `"a string"`'));
  expect(snapshots.run('none', { a: small }).outcomes).toEqual([
    { kind: 'unreadable', why: 'it is another kind of snapshot' },
  ]);
  expect(kinds(snapshots.run('all', { a: small }))).toEqual(['updated']);
});

test('line breaks that git has changed are the same line breaks', () => {
  snapshots.run('new', { a: small });
  const text = readFileSync(snapshots.snapFile, 'latin1');
  snapshots.overwrite(snapshots.snapFile, text.replaceAll('\n', '\r\n'));
  expect(kinds(snapshots.run('none', { a: small }))).toEqual(['matching']);
});

test('hostile names write nothing outside of the folder', () => {
  const names = [
    '../../out',
    '/etc/x',
    'a\0b',
    'x'.repeat(10_000),
    'A',
    'a',
    '..',
    'line\nbreak',
    '`${1}`\\',
  ];
  const predictions = Object.fromEntries(names.map((name) => [name, large]));
  expect(new Set(kinds(snapshots.run('new', predictions)))).toEqual(new Set(['written']));
  const files = Object.keys(snapshots.files());
  expect(files.length).toBe(1 + names.length);
  expect(new Set(files.map((file) => file.toLowerCase())).size).toBe(files.length);
  expect(files.every((file) => /^iris\.test\.js(\.snap|\.predictions\/[a-z0-9.-]{1,110})$/.test(file))).toBe(
    true,
  );
  expect(new Set(kinds(snapshots.run('none', predictions)))).toEqual(new Set(['matching']));
});

test('outputs are matched by name, and one by one where all names are others', () => {
  const two = (first: string, second: string, values: readonly [number, number]): Prediction => {
    const [output] = small.outputs;
    const { labels: _labels, ...plain } = output!;
    const named = (name: string, value: number): typeof plain => ({
      ...plain,
      name,
      shape: [1, 1],
      values: Float32Array.of(value),
    });
    return { ...small, outputs: [named(first, values[0]), named(second, values[1])] };
  };
  snapshots.run('new', { a: two('left', 'right', [1, 2]) });
  expect(kinds(snapshots.run('none', { a: two('right', 'left', [2, 1]) }))).toEqual(['matching']);
  expect(kinds(snapshots.run('none', { a: two('dense_3', 'dense_4', [1, 2]) }))).toEqual(['matching']);
  expect(kinds(snapshots.run('none', { a: two('dense_3', 'dense_4', [2, 1]) }))).toEqual(['different']);
});
