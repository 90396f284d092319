import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { ByteSource } from '../../files/safetensors/readSafetensorsHeader';

/** A file that is read once from its beginning to its end, piece by piece, and hashed on the way. */
export class FileSource implements ByteSource {
  readonly byteLength: number;
  private readonly descriptor: number;
  private readonly hash = createHash('sha256');
  private at = 0;

  constructor(file: string) {
    this.descriptor = openSync(file, 'r');
    this.byteLength = fstatSync(this.descriptor).size;
  }

  read(start: number, length: number): Uint8Array {
    if (start !== this.at) throw new Error(`is read at byte ${start}, out of order`);
    return this.readInto(new Uint8Array(Math.min(length, this.byteLength - start)));
  }

  /** Fills the buffer with what comes next. */
  readInto(buffer: Uint8Array): Uint8Array {
    for (let filled = 0; filled < buffer.byteLength;) {
      const read = readSync(this.descriptor, buffer, filled, buffer.byteLength - filled, null);
      if (read === 0) throw new Error(`is cut off after ${this.at + filled} bytes`);
      filled += read;
    }
    this.at += buffer.byteLength;
    this.hash.update(buffer);
    return buffer;
  }

  /** The SHA-256 of all that was read. */
  digest(): string {
    return this.hash.digest('hex');
  }

  close(): void {
    closeSync(this.descriptor);
  }
}
