import path from 'node:path';
import { readSafetensorsHeader } from '../../files/safetensors/readSafetensorsHeader';
import { byteSizes, type TensorEntry } from '../../files/safetensors/SafetensorsHeader';
import type { OutputComparer } from '../compare/OutputComparer';
import { SnapshotDamaged } from '../format/SnapshotDamaged';
import { type Numbers, dtypes, numbersOn } from '../Numbers';
import type { DescribedOutput, LargeSnapshot } from '../PredictionSnapshot';
import { rowsAndColumns } from '../rowsAndColumns';
import { FileSource } from './FileSource';
import { labelsName } from './writeSideFile';

/** What is held of a side file at a time, in bytes; more only where a single row is larger. Small enough for the nearest cache. */
const blockBytes = 1 << 16;

/**
 * Gives the numbers beside a snapshot to the comparers of its outputs, block by block. The digest is known at the end, so
 * nothing of the comparison counts before this returns.
 *
 * @throws SnapshotDamaged where the file is missing, or not the one that was written
 */
export function compareWithSideFile(
  folder: string,
  { file, outputs }: LargeSnapshot,
  comparers: readonly OutputComparer[],
): void {
  const source = opened(path.join(folder, file.name));
  try {
    if (source.byteLength !== file.byteLength)
      throw new Error(`has ${source.byteLength} bytes of ${file.byteLength}, so it was cut off or edited`);
    feed(source, outputs, comparers);
    if (source.digest() !== file.sha256)
      throw new Error(
        'is not the file that was written: its digest is another one, so it was edited or damaged',
      );
  } catch (error) {
    throw new SnapshotDamaged(`its file ${file.name} ${(error as Error).message}`);
  } finally {
    source.close();
  }
}

function opened(file: string): FileSource {
  try {
    return new FileSource(file);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const why = missing ? 'is missing' : `cannot be opened: ${(error as Error).message}`;
    throw new SnapshotDamaged(`its file ${path.basename(file)} ${why}`);
  }
}

function feed(
  source: FileSource,
  outputs: readonly DescribedOutput[],
  comparers: readonly OutputComparer[],
): void {
  const { tensors } = readSafetensorsHeader(source);
  const expected = outputs.flatMap((output, i) => [
    { name: output.name, output, comparer: comparers[i]! },
    ...(output.labelled === true
      ? [{ name: labelsName(output.name), output: undefined, comparer: undefined }]
      : []),
  ]);
  if (expected.length !== tensors.length)
    throw new Error('does not hold the tensors that the snapshot names');
  expected.forEach(({ name, output, comparer }, i) => {
    const entry = tensors[i]!;
    if (entry.name !== name) throw new Error(`holds ${entry.name} in the place of ${name}`);
    if (output === undefined) for (const _labels of blocks(source, entry, byteSizes.I32));
    else feedOne(source, entry, output, comparer);
  });
}

function feedOne(
  source: FileSource,
  entry: TensorEntry,
  { dtype, shape }: DescribedOutput,
  comparer: OutputComparer,
): void {
  if (entry.dtype !== dtypes[dtype] || entry.shape.join() !== shape.join())
    throw new Error(`holds ${entry.name} as ${entry.dtype} [${entry.shape.join(', ')}]`);
  const { columns } = rowsAndColumns(shape);
  let row = 0;
  for (const bytes of blocks(source, entry, columns * byteSizes[entry.dtype])) {
    const numbers: Numbers = numbersOn(bytes, dtype);
    comparer.add(row, numbers);
    row += numbers.length / columns;
  }
}

/** The bytes of a tensor in whole rows. Every block lies on the same memory. */
function* blocks(source: FileSource, { byteLength }: TensorEntry, rowBytes: number): Generator<Uint8Array> {
  const size = Math.min(byteLength, Math.max(rowBytes, blockBytes - (blockBytes % rowBytes)));
  const buffer = new Uint8Array(size);
  for (let left = byteLength; left > 0; left -= size) {
    yield source.readInto(left < size ? buffer.subarray(0, left) : buffer);
  }
}
