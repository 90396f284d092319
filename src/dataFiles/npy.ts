import type { ShapedValues } from '../input/Data';

type Read = (bytes: ArrayBuffer) => ArrayLike<number>;

/** The types of NumPy that hold numbers which float32 and int32 can take, little-endian or of one byte. */
const types: Readonly<Record<string, { readonly size: number; readonly read: Read }>> = {
  '<f4': { size: 4, read: (bytes) => new Float32Array(bytes) },
  '<f8': { size: 8, read: (bytes) => new Float64Array(bytes) },
  '<i4': { size: 4, read: (bytes) => new Int32Array(bytes) },
  '<u4': { size: 4, read: (bytes) => new Uint32Array(bytes) },
  '<i8': { size: 8, read: (bytes) => Float64Array.from(new BigInt64Array(bytes), Number) },
  '<u8': { size: 8, read: (bytes) => Float64Array.from(new BigUint64Array(bytes), Number) },
  '<i2': { size: 2, read: (bytes) => new Int16Array(bytes) },
  '<u2': { size: 2, read: (bytes) => new Uint16Array(bytes) },
  '|i1': { size: 1, read: (bytes) => new Int8Array(bytes) },
  '|u1': { size: 1, read: (bytes) => new Uint8Array(bytes) },
  '|b1': { size: 1, read: (bytes) => new Uint8Array(bytes) },
};

/**
 * An array in NumPy's format (`numpy.lib.format`, versions 1 to 3).
 *
 * @throws Error that says what is wrong, as a sentence part
 */
export function npy(bytes: Uint8Array): ShapedValues {
  if (bytes.length < 10 || Buffer.from(bytes.subarray(0, 6)).toString('latin1') !== '\x93NUMPY')
    throw new Error('is no .npy array');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = bytes[6] === 1 ? 10 : 12;
  const length = bytes[6] === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const { type, shape } = described(Buffer.from(bytes.subarray(start, start + length)).toString('latin1'));
  const found = types[type];
  if (found === undefined)
    throw new Error(
      `holds ${type}, which is none of ${Object.keys(types).join(', ')}: save it with .astype('float32')`,
    );
  const count = shape.reduce((product, size) => product * size, 1);
  const numbers = bytes.slice(start + length, start + length + count * found.size);
  if (numbers.length < count * found.size) throw new Error('is cut off');
  return { values: found.read(numbers.buffer), shape };
}

function described(header: string): { readonly type: string; readonly shape: readonly number[] } {
  const type = /'descr':\s*'([^']+)'/.exec(header)?.[1];
  const shape = /'shape':\s*\(([^)]*)\)/.exec(header)?.[1];
  if (type === undefined || shape === undefined) throw new Error('has a header that cannot be read');
  if (/'fortran_order':\s*True/.test(header))
    throw new Error('is in Fortran order: save it with np.ascontiguousarray(...)');
  const sizes = shape.split(',').filter((size) => size.trim() !== '');
  return { type, shape: sizes.map(Number) };
}
