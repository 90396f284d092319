import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');

/**
 * A project of these files that has our package in its `node_modules` as npm would put it there; other packages are found further up. To be removed
 * by who asks for it.
 */
export function installedProject(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(path.join(root, 'bench/.files-'));
  const installed = path.join(folder, 'node_modules/jest-model-regression');
  for (const part of ['package.json', 'dist'])
    cpSync(path.join(root, part), path.join(installed, part), { recursive: true });
  for (const [name, text] of Object.entries({ 'package.json': '{ "private": true }', ...files }))
    writeFileSync(path.join(folder, name), text);
  return folder;
}
