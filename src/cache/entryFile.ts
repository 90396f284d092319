import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { decodeSafetensors } from '../files/safetensors/decodeSafetensors';
import { encodeSafetensors } from '../files/safetensors/encodeSafetensors';
import { readSafetensorsHeader } from '../files/safetensors/readSafetensorsHeader';
import { sha256 } from '../files/sha256';
import { writeAtomically } from '../files/writeAtomically';
import type { Entry } from './Entry';

/** A file is written in one piece, and one call writes no more. */
export const largestEntry = 2 ** 31 - 4096;

/** Bytes that an entry will take, to a few. */
export const byteLengthOf = ({ tensors }: Entry): number =>
  tensors.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);

/** Writes an entry, in one file, with a digest over everything in it. */
export function writeEntry(file: string, entry: Entry): void {
  const metadata = { ...entry.metadata, digest: digestOf(entry) };
  writeAtomically(file, ...encodeSafetensors(entry.tensors, metadata));
}

/** The entry in a file; undefined where there is none, or one that is damaged in whichever way. */
export function readEntry(file: string): Entry | undefined {
  try {
    const { tensors, metadata } = decodeSafetensors(readFileSync(file));
    const { digest, ...rest } = metadata;
    const entry = { tensors, metadata: rest };
    return digest === digestOf(entry) ? entry : undefined;
  } catch {
    return undefined;
  }
}

/** What an entry says about itself, without its numbers; unchecked. */
export function readMetadata(file: string): Entry['metadata'] | undefined {
  let handle: number | undefined;
  try {
    const opened = openSync(file, 'r');
    handle = opened;
    const read = (start: number, length: number): Uint8Array => {
      const bytes = new Uint8Array(length);
      return bytes.subarray(0, readSync(opened, bytes, 0, length, start));
    };
    return readSafetensorsHeader({ byteLength: fstatSync(handle).size, read }).metadata;
  } catch {
    return undefined;
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

function digestOf({ tensors, metadata }: Entry): string {
  const described = tensors.map(({ name, dtype, shape }) => ({ name, dtype, shape }));
  const sorted = Object.entries(metadata).sort(([a], [b]) => (a < b ? -1 : 1));
  return sha256(JSON.stringify([described, sorted]), ...tensors.map(({ bytes }) => bytes));
}
