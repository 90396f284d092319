import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { sync as writeFileAtomicSync } from 'write-file-atomic';

/**
 * Writes a file so that it is the old one or the new one, whole, whenever the process ends: under another name in the same
 * folder, then renamed. Makes the folder.
 */
export function writeAtomically(file: string, ...parts: readonly (string | Uint8Array)[]): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const buffers = parts.map(bufferOf);
  writeFileAtomicSync(file, buffers.length === 1 ? buffers[0]! : Buffer.concat(buffers));
}

/** On the same memory. Not `Buffer.from(part)`: an array of Jest's other realm would be copied number by number. */
function bufferOf(part: string | Uint8Array): Buffer {
  return typeof part === 'string'
    ? Buffer.from(part, 'utf8')
    : Buffer.from(part.buffer, part.byteOffset, part.byteLength);
}
