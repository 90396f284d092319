import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { dataIn } from '../../src/dataFiles/dataIn';
import { encodeSafetensors } from '../../src/files/safetensors/encodeSafetensors';
import type { ShapedValues } from '../../src/input/Data';
import type { Slot } from '../../src/input/Slot';

/** Made by NumPy 2.4.6: np.savez and np.savez_compressed. */
const madeByNumpy = (name: string): string => path.join(__dirname, 'files', name);
const folder = mkdtempSync(path.join(tmpdir(), 'data-'));
const inFolder = (name: string): string => path.join(folder, name);

const slot = (name: string): Slot => ({ name, shape: [null, 3], dtype: 'float32' });
const one = { inputs: [slot('image')], outputs: [slot('digit')] };
const two = { inputs: [slot('left'), slot('right')], outputs: [slot('digit')] };

const plain = (side: unknown): unknown => {
  const { values, shape } = side as ShapedValues;
  return { values: Array.from(values), shape };
};
const xs = { values: Array.from({ length: 12 }, (_, i) => i / 4), shape: [4, 3] };
const ys = { values: [0, 1, 1, 0], shape: [4] };

describe('rows in a file', () => {
  test.each(['rows.npz', 'compressed.npz'])('by NumPy: %s', (name) => {
    const data = dataIn(madeByNumpy(name), one, 'diagnose');
    expect([plain(data.xs), plain(data.ys)]).toEqual([xs, ys]);
  });

  test('in safetensors', () => {
    const tensor = (name: string, values: Float32Array, shape: readonly number[]) =>
      ({ name, dtype: 'F32', shape, bytes: new Uint8Array(values.buffer) }) as const;
    const tensors = [
      tensor('image', Float32Array.from(xs.values), xs.shape),
      tensor('digit', Float32Array.from(ys.values), ys.shape),
    ];
    writeFileSync(inFolder('rows.safetensors'), Buffer.concat(encodeSafetensors(tensors)));
    const data = dataIn(inFolder('rows.safetensors'), one, 'diagnose');
    expect(plain((data.xs as Record<string, unknown>)['image'])).toEqual(xs);
    expect(plain((data.ys as Record<string, unknown>)['digit'])).toEqual(ys);
  });

  test('in JSON, by the names of several inputs', () => {
    const rows = { left: [[1, 2, 3]], right: [[4, 5, 6]], labels: [1] };
    writeFileSync(inFolder('rows.json'), JSON.stringify(rows));
    expect(dataIn(inFolder('rows.json'), two, 'diagnose')).toEqual({
      xs: { left: [[1, 2, 3]], right: [[4, 5, 6]] },
      ys: [1],
    });
  });

  const refused: readonly [string, string, string][] = [
    [
      'an order that is not ours',
      madeByNumpy('fortran.npz'),
      'is in Fortran order: save it with np.ascontiguousarray(...)',
    ],
    [
      'half precision',
      madeByNumpy('half.npz'),
      "holds <f2, which is none of <f4, <f8, <i4, <u4, <i8, <u8, <i2, <u2, |i1, |u1, |b1: save it with .astype('float32')",
    ],
    ['big-endian numbers', madeByNumpy('bigEndian.npz'), 'holds >f4, which is none of'],
    ['a file that is not there', inFolder('none.npz'), 'is not there'],
    ['another ending', inFolder('rows.csv'), 'ends in none of these'],
    ['no archive', inFolder('broken.npz'), 'cannot be read: invalid zip data'],
    ['JSON that is cut off', inFolder('broken.json'), 'cannot be read: '],
    ['a list', inFolder('list.json'), 'holds no arrays by name'],
    ['other names', inFolder('names.json'), 'which holds a, b, and no inputs among them'],
  ];
  writeFileSync(inFolder('broken.npz'), 'no archive at all, but long enough to be looked into');
  writeFileSync(inFolder('broken.json'), '{"xs": [[1, 2');
  writeFileSync(inFolder('list.json'), '[1, 2]');
  writeFileSync(inFolder('names.json'), '{"a": [1], "b": [2]}');
  writeFileSync(inFolder('rows.csv'), '1,2');
  test.each(refused)('is refused with what to do: %s', (_, file, complaint) => {
    expect(() => dataIn(file, one, 'diagnose')).toThrow(complaint);
    expect(() => dataIn(file, one, 'diagnose')).toThrow(/\n {2}Allowed: .*\n {2}Next: /);
  });
});
