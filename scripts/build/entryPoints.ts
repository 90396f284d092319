import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The entry points of `exports` in package.json, as paths below `dist/` without an ending. */
export function entryPoints(root: string): readonly string[] {
  const { exports } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    readonly exports: Readonly<Record<string, string | { readonly require: { readonly default: string } }>>;
  };
  return Object.values(exports)
    .filter((entry) => typeof entry !== 'string')
    .map((entry) => path.posix.relative('dist', entry.require.default).replace(/\.js$/, ''));
}
