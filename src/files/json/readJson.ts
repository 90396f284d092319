import { closeSync, fstatSync, openSync, statSync } from 'node:fs';
import { readFully } from '../readFully';
import { checkJsonText, type JsonLimits, jsonLimits } from './checkJsonText';

/**
 * The JSON object in a file, which nobody vouches for: nothing is parsed that would take too much memory, and no byte that is not UTF-8
 * is taken for another.
 *
 * @throws Error that says what is wrong with the file, as a sentence part: "damaged: ..."; those of the file system as they are
 */
export function readJson(file: string, limits: JsonLimits = jsonLimits): Record<string, unknown> {
  // Before it is opened: opening a pipe waits for whoever writes into it.
  if (!statSync(file).isFile()) throw new Error('not a file');
  const handle = openSync(file, 'r');
  try {
    const { size } = fstatSync(handle);
    if (size > limits.bytes) throw new Error(`too large: ${size} bytes, at most ${limits.bytes} are read`);
    const text = readFully(handle, size);
    checkJsonText(text, limits);
    return parsed(text);
  } finally {
    closeSync(handle);
  }
}

function parsed(text: Uint8Array): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text));
  } catch (error) {
    throw new Error(`damaged: ${(error as Error).message}`, { cause: error });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new Error('damaged: no JSON object');
}
