import { readFileSync } from 'node:fs';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { decodeSafetensors } from '../files/safetensors/decodeSafetensors';
import type { StoredTensor } from '../files/safetensors/encodeSafetensors';
import type { ShapedValues } from '../input/Data';
import { given } from '../input/given';
import { inputError } from '../input/inputError';
import { npy } from './npy';
import { type NumberType, numberTypes } from './numberTypes';

/** Arrays by the names under which a file holds them; nested numbers are left as they are. */
export type Arrays = Readonly<Record<string, unknown>>;

type Reader = (bytes: Uint8Array) => Arrays;

const readers: Readonly<Record<string, Reader>> = {
  '.npz': npz,
  '.safetensors': safetensors,
  '.json': (bytes) => JSON.parse(new TextDecoder().decode(bytes)) as Arrays,
};

/** More than this is data for a test or a script, which stream it. */
const mostBytes = 4 * 2 ** 30;

/** What a file of data holds; told by its ending. */
export function arraysIn(file: string, where: string): Arrays {
  const reader = readers[path.extname(file).toLowerCase()];
  const complain = (saying: string): TypeError =>
    inputError({
      what: `The data file of ${where}`,
      given: `${given(file)}, which ${saying}`,
      allowed:
        '.npz (np.savez), .safetensors or .json, with xs and ys or with the names of the inputs and outputs',
      next: "write one, e.g. np.savez('rows.npz', xs=xs, ys=ys)",
    });
  if (reader === undefined) throw complain('ends in none of these');
  try {
    const arrays = reader(readFileSync(path.resolve(file)));
    if (typeof arrays === 'object' && arrays !== null && !Array.isArray(arrays)) return arrays;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw complain(
      code === 'ENOENT'
        ? 'is not there'
        : /^(?:is|has|holds) /.test(message)
          ? message
          : `cannot be read: ${message}`,
    );
  }
  throw complain('holds no arrays by name');
}

function npz(bytes: Uint8Array): Arrays {
  let sum = 0;
  const files = unzipSync(bytes, {
    filter: ({ name, originalSize }) => {
      sum += originalSize;
      if (sum > mostBytes)
        throw new Error('is too large to be held in memory: unpacked it has more than 4 GiB');
      return name.endsWith('.npy');
    },
  });
  return Object.fromEntries(
    Object.entries(files).map(([name, array]) => [name.slice(0, -'.npy'.length), npy(array)]),
  );
}

const types: Readonly<Record<string, NumberType>> = {
  F32: numberTypes.float32,
  F64: numberTypes.float64,
  I32: numberTypes.int32,
  I64: numberTypes.int64,
  I16: numberTypes.int16,
  I8: numberTypes.int8,
  U8: numberTypes.uint8,
  BOOL: numberTypes.uint8,
};

function safetensors(bytes: Uint8Array): Arrays {
  return Object.fromEntries(decodeSafetensors(bytes).tensors.map((tensor) => [tensor.name, shaped(tensor)]));
}

function shaped({ dtype, shape, bytes }: StoredTensor): ShapedValues {
  const type = types[dtype];
  if (type === undefined)
    throw new Error(`holds ${dtype}, which is none of ${Object.keys(types).join(', ')}`);
  return { values: type.read(bytes.buffer as ArrayBuffer), shape };
}
