import type { Numbers, NumberType } from '../Numbers';
import type {
  DescribedOutput,
  Environment,
  OutputNumbers,
  PredictionSnapshot,
  SideFile,
} from '../PredictionSnapshot';
import { rowsAndColumns } from '../rowsAndColumns';
import { anyFirstLine, firstLine } from './formatVersion';
import { vouchedLines } from './signed';
import { SnapshotDamaged } from './SnapshotDamaged';

/**
 * Reads what `renderSmall` and `renderLarge` wrote. The digest in the last line vouches for every other byte, so a text that was
 * changed by hand or by a disk is never taken for a prediction.
 *
 * @throws SnapshotDamaged
 */
export function parseSnapshot(text: string): PredictionSnapshot {
  const lines = vouchedLines(text, firstLine);
  const inputs = field<string>(lines[1], 'inputs');
  const environment = field<Environment>(lines[2], 'environment');
  const blocks = blocksOf(lines.slice(3));
  const fileLine = lines.at(-1)!;
  if (!fileLine.startsWith('file: '))
    return { kind: 'small', inputs, environment, outputs: blocks.map(outputNumbers) };
  const outputs = blocks.map(([first]) => field<DescribedOutput>(first, 'output'));
  return { kind: 'large', inputs, environment, outputs, file: field<SideFile>(fileLine, 'file') };
}

/** Whether a text is one of ours, whatever its state. */
export function isPredictionSnapshot(text: string): boolean {
  return anyFirstLine.test(text.split('\n', 1)[0]!);
}

function field<T>(line: string | undefined, name: string): T {
  const start = `${name}: `;
  if (line?.startsWith(start) !== true) throw new SnapshotDamaged(`it has no line "${start}..."`);
  return JSON.parse(line.slice(start.length)) as T;
}

/** The lines of each output. */
function blocksOf(lines: readonly string[]): readonly (readonly string[])[] {
  const starts = lines.flatMap((line, i) => (line.startsWith('output: ') ? [i] : []));
  return starts.map((start) => {
    const end = lines.indexOf('', start);
    return lines.slice(start, end === -1 ? lines.length : end);
  });
}

const arrays: Readonly<Record<NumberType, new (length: number) => Numbers>> = {
  float32: Float32Array,
  int32: Int32Array,
  bool: Uint8Array,
};

function outputNumbers([first, , ...lines]: readonly string[]): OutputNumbers {
  const { labelled, ...output } = field<DescribedOutput>(first, 'output');
  const { rows, columns } = rowsAndColumns(output.shape);
  const values = new arrays[output.dtype](rows * columns);
  const labels = new Int32Array(rows);
  if (lines.length !== rows) throw new SnapshotDamaged(`it has ${lines.length} rows of ${rows}`);
  lines.forEach((line, row) => {
    const [, ...cells] = line.trim().split(/\s+/).map(Number);
    values.set(cells.slice(0, columns), row * columns);
    if (labelled === true) labels[row] = cells[columns]!;
  });
  return { ...output, values, ...(labelled === true ? { labels } : {}) };
}
