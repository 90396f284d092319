import path from 'node:path';
import { safeName } from '../../files/safeName';
import { encodeSafetensors, type StoredTensor } from '../../files/safetensors/encodeSafetensors';
import { sha256 } from '../../files/sha256';
import { writeAtomically } from '../../files/writeAtomically';
import { bytesOf, dtypes } from '../Numbers';
import type { OutputNumbers, SideFile } from '../PredictionSnapshot';

/**
 * Writes the numbers of a snapshot beside its text. The name holds a digest of the content: the file that the present text
 * names is never written over, so that text and file fit together whenever the process ends.
 */
export function writeSideFile(folder: string, key: string, outputs: readonly OutputNumbers[]): SideFile {
  const parts = encodeSafetensors(outputs.flatMap(tensorsOf), {
    format: 'prediction snapshot 1',
    snapshot: key,
  });
  const digest = sha256(...parts);
  const name = `${safeName(key)}-${digest.slice(0, 12)}.safetensors`;
  writeAtomically(path.join(folder, name), ...parts);
  return { name, byteLength: parts.reduce((sum, part) => sum + part.byteLength, 0), sha256: digest };
}

/** The name of the tensor with the labels of an output. */
export function labelsName(output: string): string {
  return `${output}.labels`;
}

function tensorsOf({ name, dtype, shape, values, labels }: OutputNumbers): readonly StoredTensor[] {
  const numbers = { name, dtype: dtypes[dtype], shape, bytes: bytesOf(values) };
  if (labels === undefined) return [numbers];
  return [numbers, { name: labelsName(name), dtype: 'I32', shape: [labels.length], bytes: bytesOf(labels) }];
}
