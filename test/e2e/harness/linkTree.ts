import { copyFileSync, linkSync, mkdirSync, readdirSync, readlinkSync, symlinkSync } from 'node:fs';
import path from 'node:path';

/** Copies a tree by hard links below node_modules, where npm replaces files, and by content elsewhere, where it rewrites. */
export function linkTree(from: string, to: string, isInstalled = false): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const source = path.join(from, entry.name);
    const target = path.join(to, entry.name);
    if (entry.isDirectory()) linkTree(source, target, isInstalled || entry.name === 'node_modules');
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else if (isInstalled && entry.name !== '.package-lock.json') linkSync(source, target);
    else copyFileSync(source, target);
  }
}
