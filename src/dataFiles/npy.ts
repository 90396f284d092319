import type { ShapedValues } from '../input/Data';
import { type NumberType, numberTypes } from './numberTypes';

/** The types of NumPy that hold numbers which float32 and int32 can take, little-endian or of one byte. */
const types: Readonly<Record<string, NumberType>> = {
  '<f4': numberTypes.float32,
  '<f8': numberTypes.float64,
  '<i4': numberTypes.int32,
  '<u4': numberTypes.uint32,
  '<i8': numberTypes.int64,
  '<u8': numberTypes.uint64,
  '<i2': numberTypes.int16,
  '<u2': numberTypes.uint16,
  '|i1': numberTypes.int8,
  '|u1': numberTypes.uint8,
  '|b1': numberTypes.uint8,
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
