import { createRequire } from 'node:module';

interface OldUtil {
  isNullOrUndefined?: (value: unknown) => boolean;
  isArray?: (value: unknown) => boolean;
}

/** Node 23 took away two functions that tfjs-node 4.22 calls at its first operation (fixed after 4.22, tfjs #8425). */
export function polyfillNodeUtil(): void {
  // The module object itself, not an import's frozen view of it.
  const util = createRequire(__filename)('node:util') as OldUtil;
  util.isNullOrUndefined ??= (value) => value === null || value === undefined;
  util.isArray ??= (value) => Array.isArray(value);
}
