import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { decodeSafetensors } from '../../src/files/safetensors/decodeSafetensors';
import { encodeSafetensors, type StoredTensor } from '../../src/files/safetensors/encodeSafetensors';
import { byteSizes, type Dtype } from '../../src/files/safetensors/SafetensorsHeader';

const tensor = fc
  .record({
    dtype: fc.constantFrom(...(Object.keys(byteSizes) as Dtype[])),
    shape: fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 3 }),
    filling: fc.uint8Array({ minLength: 1, maxLength: 16 }),
  })
  .map(({ dtype, shape, filling }) => ({
    dtype,
    shape,
    bytes: Uint8Array.from(
      { length: shape.reduce((product, size) => product * size, byteSizes[dtype]) },
      (_, i) => filling[i % filling.length]!,
    ),
  }));

const tensors: fc.Arbitrary<readonly StoredTensor[]> = fc
  .uniqueArray(fc.string(), { maxLength: 4 })
  .chain((names) => fc.tuple(...names.map((name) => tensor.map((each) => ({ name, ...each })))))
  .filter((all) => all.every(({ name }) => name !== '__metadata__' && name !== '__proto__'));

const fileOf = (stored: readonly StoredTensor[], metadata = {}): Buffer =>
  Buffer.concat([...encodeSafetensors(stored, metadata)]);

const one = (): Buffer =>
  fileOf([{ name: 'y', dtype: 'F32', shape: [2], bytes: new Uint8Array(8).fill(1) }], { made: 'here' });

const withHeader = (header: unknown, data: Uint8Array): Buffer => {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.byteLength));
  return Buffer.concat([length, text, data]);
};

describe('a safetensors file', () => {
  test('gives back what was put in, bit for bit', () => {
    fc.assert(
      fc.property(tensors, fc.dictionary(fc.string(), fc.string()), (stored, metadata) => {
        const read = decodeSafetensors(fileOf(stored, metadata));
        const byName = (a: StoredTensor, b: StoredTensor): number => (a.name < b.name ? -1 : 1);
        expect([...read.tensors].sort(byName)).toEqual([...stored].sort(byName));
        expect({ ...read.metadata }).toEqual({ ...metadata });
      }),
    );
  });

  test('puts the numbers where any typed array may begin', () => {
    fc.assert(
      fc.property(tensors, (stored) => {
        const file = fileOf(stored);
        expect((8 + Number(file.readBigUInt64LE(0))) % 8).toBe(0);
      }),
    );
  });

  test('is refused wherever it is cut off', () => {
    const file = one();
    for (let length = 0; length < file.byteLength; length++) {
      expect(() => decodeSafetensors(file.subarray(0, length))).toThrow(/is cut off|is damaged/);
    }
  });

  test('is refused with bytes behind its end', () => {
    expect(() => decodeSafetensors(Buffer.concat([one(), Buffer.alloc(3)]))).toThrow(
      'is damaged: 3 bytes follow the last tensor',
    );
  });

  test.each([
    [
      'is cut off or damaged: its header claims 4294967295 bytes of 12',
      Buffer.concat([Buffer.from([255, 255, 255, 255, 0, 0, 0, 0]), Buffer.alloc(4)]),
    ],
    ['is damaged: its header is not a JSON object', withHeader('[1]', Buffer.alloc(0))],
    ['is damaged: its header is not a JSON object', withHeader('{"a":', Buffer.alloc(0))],
    [
      'has a tensor `y` of the type C64, which is not supported',
      withHeader({ y: { dtype: 'C64', shape: [1], data_offsets: [0, 8] } }, Buffer.alloc(8)),
    ],
    [
      'is damaged: the shape of `y` is not one',
      withHeader({ y: { dtype: 'F32', shape: [-1], data_offsets: [0, 4] } }, Buffer.alloc(4)),
    ],
    [
      'is damaged: `y` has 4 bytes, its shape needs 8',
      withHeader({ y: { dtype: 'F32', shape: [2], data_offsets: [0, 4] } }, Buffer.alloc(4)),
    ],
    [
      'is damaged: `z` begins at byte',
      withHeader(
        {
          y: { dtype: 'U8', shape: [4], data_offsets: [0, 4] },
          z: { dtype: 'U8', shape: [4], data_offsets: [2, 6] },
        },
        Buffer.alloc(6),
      ),
    ],
    ['is damaged: its metadata is not text by name', withHeader({ __metadata__: { a: 1 } }, Buffer.alloc(0))],
  ])('%s', (complaint, file) => {
    expect(() => decodeSafetensors(file)).toThrow(complaint);
  });

  test('takes no tensor whose bytes are not those of its shape', () => {
    expect(() =>
      encodeSafetensors([{ name: 'y', dtype: 'F32', shape: [2], bytes: new Uint8Array(4) }]),
    ).toThrow('y has 4 bytes, its shape needs 8.');
  });
});
