import { given } from '../../input/given';

/** How a file describes one weight. */
export interface WeightSpec {
  readonly name: string;
  readonly shape: number[];
  readonly dtype: 'float32' | 'int32' | 'bool';
  readonly group?: 'model' | 'optimizer';
  readonly quantization?: Quantization;
}

interface Quantization {
  readonly dtype: 'uint8' | 'uint16' | 'float16';
  readonly scale?: number;
  readonly min?: number;
}

const sizes = { float32: 4, int32: 4, bool: 1 } as const;
const quantisedSizes = { uint8: 1, uint16: 2, float16: 2 } as const;

/** tfjs has no tensors of more dimensions. */
const highestRank = 6;

/**
 * A description that can be one, with no more than what tfjs reads.
 *
 * @throws Error that says what is wrong with it, as a sentence part: "has the shape ..."
 */
export function weightSpecOf(entry: unknown): WeightSpec {
  const { name, shape, dtype, group, quantization } = (entry ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof name !== 'string' || name === '') throw new Error(`has the name ${given(name)}`);
  if (!isShape(shape)) throw new Error(`has the shape ${given(shape)}`);
  if (!isKey(sizes, dtype)) throw new Error(`has the type ${given(dtype)}, which no layer holds`);
  if (group !== undefined && group !== 'model' && group !== 'optimizer')
    throw new Error(`belongs to the group ${given(group)}`);
  return {
    name,
    shape,
    dtype,
    ...(group === undefined ? {} : { group }),
    // tfjs takes a key that is there for a quantisation, whatever is in it.
    ...(quantization == null ? {} : { quantization: quantizationOf(quantization, dtype) }),
  };
}

/** Bytes in the file. Infinite where no number could count them. */
export function byteLengthOf({ shape, dtype, quantization }: WeightSpec): number {
  const each = quantization === undefined ? sizes[dtype] : quantisedSizes[quantization.dtype];
  const all = shape.reduce((product, size) => product * size, each);
  return Number.isSafeInteger(all) ? all : Infinity;
}

function quantizationOf(value: unknown, dtype: WeightSpec['dtype']): Quantization {
  const { dtype: stored, scale, min } = value as Partial<Record<keyof Quantization, unknown>>;
  if (!isKey(quantisedSizes, stored)) throw new Error(`is quantised as ${given(stored)}`);
  const dtypes = stored === 'float16' ? ['float32'] : ['float32', 'int32'];
  if (!dtypes.includes(dtype)) throw new Error(`is a ${dtype} quantised as ${stored}`);
  if (stored === 'float16') return { dtype: stored };
  if (!Number.isFinite(scale) || !Number.isFinite(min))
    throw new Error(`is quantised with the scale ${given(scale)} and the minimum ${given(min)}`);
  return { dtype: stored, scale: scale as number, min: min as number };
}

function isShape(value: unknown): value is number[] {
  return (
    Array.isArray(value) &&
    value.length <= highestRank &&
    value.every((size) => Number.isSafeInteger(size) && (size as number) >= 0)
  );
}

function isKey<T extends object>(record: T, key: unknown): key is keyof T {
  return typeof key === 'string' && Object.hasOwn(record, key);
}
