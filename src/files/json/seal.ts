import { sha256 } from '../sha256';

type Json = Readonly<Record<string, unknown>>;

/** The same object with a digest of all the rest under `integrity`. */
export function sealed<T extends object>(content: T): T & { readonly integrity: string } {
  return { ...content, integrity: digestOf(content) };
}

/**
 * Whether the object is what was sealed. The digest is of its values and not of its text: white space may change, as it does when a
 * formatter goes over a committed file.
 */
export function sealOf({ integrity, ...content }: Json): 'none' | 'whole' | 'broken' {
  if (integrity === undefined) return 'none';
  return integrity === digestOf(content) ? 'whole' : 'broken';
}

const digestOf = (content: object): string => `sha256-${sha256(JSON.stringify(content))}`;
