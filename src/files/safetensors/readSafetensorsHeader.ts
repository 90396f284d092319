import { byteSizes, type Dtype, type SafetensorsHeader, type TensorEntry } from './SafetensorsHeader';

/** Bytes that can be asked for piece by piece: a file, or a git object in memory. */
export interface ByteSource {
  readonly byteLength: number;
  /** The bytes from `start`; fewer where the source ends. */
  read(start: number, length: number): Uint8Array;
}

/** A larger header is none: the format's own reader refuses it too. */
const largestHeader = 100_000_000;

/**
 * Reads the header and checks that it describes the source to the last byte: known types, shapes that fit, no gap, no overlap, nothing
 * missing and nothing left over. Memory is taken for the header alone.
 *
 * @throws Error that says what is wrong with the file, as a sentence part: "is cut off: ..."
 */
export function readSafetensorsHeader(source: ByteSource): SafetensorsHeader {
  if (source.byteLength < 8) throw new Error(`is cut off: ${source.byteLength} bytes, not even a header`);
  const length = Number(Buffer.from(source.read(0, 8)).readBigUInt64LE());
  if (length > largestHeader || 8 + length > source.byteLength)
    throw new Error(`is cut off or damaged: its header claims ${length} bytes of ${source.byteLength}`);
  const { __metadata__: metadata = {}, ...described } = parsed(source.read(8, length));
  const tensors = Object.entries(described)
    .map(([name, entry]) => entryOf(name, entry, 8 + length))
    .sort((a, b) => a.start - b.start || a.byteLength - b.byteLength);
  checkCoverage(tensors, 8 + length, source.byteLength);
  return { metadata: metadataOf(metadata), tensors };
}

function parsed(header: Uint8Array): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(header));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Falls through to the one complaint.
  }
  throw new Error('is damaged: its header is not a JSON object');
}

const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function entryOf(name: string, entry: unknown, dataStart: number): TensorEntry {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  if (typeof dtype !== 'string' || !Object.hasOwn(byteSizes, dtype))
    throw new Error(`has a tensor \`${name}\` of the type ${String(dtype)}, which is not supported`);
  if (!Array.isArray(shape) || !shape.every(isSize))
    throw new Error(`is damaged: the shape of \`${name}\` is not one`);
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isSize))
    throw new Error(`is damaged: \`${name}\` does not say where its numbers are`);
  const [begin, end] = offsets as [number, number];
  const byteLength = shape.reduce((product, size) => product * size, byteSizes[dtype as Dtype]);
  if (end - begin !== byteLength)
    throw new Error(`is damaged: \`${name}\` has ${end - begin} bytes, its shape needs ${byteLength}`);
  return { name, dtype: dtype as Dtype, shape: shape, start: dataStart + begin, byteLength };
}

function checkCoverage(tensors: readonly TensorEntry[], dataStart: number, total: number): void {
  let at = dataStart;
  for (const { name, start, byteLength } of tensors) {
    if (start !== at) throw new Error(`is damaged: \`${name}\` begins at byte ${start}, expected at ${at}`);
    at += byteLength;
  }
  if (at > total) throw new Error(`is cut off: ${total} bytes, its header promises ${at}`);
  if (at < total) throw new Error(`is damaged: ${total - at} bytes follow the last tensor`);
}

function metadataOf(metadata: unknown): Readonly<Record<string, string>> {
  const isText = (value: unknown): boolean => typeof value === 'string';
  if (typeof metadata !== 'object' || metadata === null || !Object.values(metadata).every(isText))
    throw new Error('is damaged: its metadata is not text by name');
  return metadata as Record<string, string>;
}
