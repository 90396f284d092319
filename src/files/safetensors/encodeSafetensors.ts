import { byteSizes, type Dtype } from './SafetensorsHeader';

/** A tensor to be written: its numbers little-endian, as every typed array on today's machines holds them. */
export interface StoredTensor {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/**
 * A safetensors file in parts: eight bytes with the length of the header, the header as JSON, and the numbers
 * (https://github.com/huggingface/safetensors, "Format"). The numbers are not copied.
 */
export function encodeSafetensors(
  tensors: readonly StoredTensor[],
  metadata: Readonly<Record<string, string>> = {},
): readonly Uint8Array[] {
  let offset = 0;
  const names = new Set(['__metadata__', ...tensors.map(({ name }) => name)]);
  if (names.size <= tensors.length) throw new RangeError('Two tensors of one file have the same name.');
  const entries = tensors.map(({ name, dtype, shape, bytes }) => {
    const expected = shape.reduce((product, size) => product * size, byteSizes[dtype]);
    if (bytes.byteLength !== expected)
      throw new RangeError(`${name} has ${bytes.byteLength} bytes, its shape needs ${expected}.`);
    const begin = offset;
    offset += bytes.byteLength;
    return [name, { dtype, shape, data_offsets: [begin, offset] }] as const;
  });
  const described = { __metadata__: metadata, ...Object.fromEntries(entries) };
  const header = padded(Buffer.from(JSON.stringify(described), 'utf8'));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.byteLength));
  return [length, header, ...tensors.map(({ bytes }) => bytes)];
}

/** Spaces up to a multiple of eight, so that the numbers begin where any typed array may begin. */
function padded(header: Buffer): Buffer {
  const gap = (8 - (header.byteLength % 8)) % 8;
  return Buffer.concat([header, Buffer.alloc(gap, ' ')]);
}
