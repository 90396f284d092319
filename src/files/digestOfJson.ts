import { sha256 } from './sha256';

/** The SHA-256 of a value as `JSON.stringify` writes it, which is the same after it was read again. */
export function digestOfJson(value: object): string {
  return sha256(JSON.stringify(value));
}
