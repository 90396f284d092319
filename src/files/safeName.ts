import { sha256 } from './sha256';

const longest = 60;

/**
 * A file name for any text: what of it every file system takes, and ten digits of its SHA-256. The digits keep apart what
 * the rest does not: names that differ in case, in forbidden characters or far behind.
 *
 * @example safeName('../iris: predicts 1'); // 'iris-predicts-1-<ten digits>'
 */
export function safeName(text: string): string {
  const readable = text
    .normalize('NFC')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .slice(0, longest)
    .replace(/^-+|-+$/g, '')
    .toLowerCase();
  return [readable, sha256(text).slice(0, 10)].filter((part) => part !== '').join('-');
}
