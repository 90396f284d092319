import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { npm } from './npm';

const root = path.resolve(__dirname, '../../..');

/** Builds and packs the repository, as a release would. */
export function packTarball(): string {
  mkdirSync(cacheFolder, { recursive: true });
  const destination = mkdtempSync(path.join(cacheFolder, 'tarball-'));
  const file = npm(root, 'pack', '--silent', '--pack-destination', destination).trim().split('\n').at(-1);
  if (!file) throw new Error('npm pack named no file.');
  return path.join(destination, file);
}

/** Outside the repository, or a consumer would find the repository's own node_modules. */
export const cacheFolder = path.join(tmpdir(), 'jest-model-regression-e2e');
