import { readSync } from 'node:fs';

/** The first `byteLength` bytes of an open file. */
export function readFully(handle: number, byteLength: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(byteLength);
  let at = 0;
  while (at < byteLength) {
    // One call reads at most 2 GiB.
    const read = readSync(handle, bytes, at, Math.min(byteLength - at, 2 ** 30), at);
    if (read === 0) throw new Error(`cut off: ${at} bytes of ${byteLength}`);
    at += read;
  }
  return bytes;
}
