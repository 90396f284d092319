import { inflateRawSync } from 'node:zlib';
import { binaries } from './binary.generated';

/** One of the builds of `assembly/`, for a memory of one thread or shared by several, with or without relaxed SIMD. */
export const binaryOf = (build: keyof typeof binaries): Uint8Array =>
  inflateRawSync(Buffer.from(binaries[build], 'base64'));
