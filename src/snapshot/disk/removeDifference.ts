import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import path from 'node:path';

/** Removes what jest-image-snapshot has drawn of the difference from a picture that was kept under this name. */
export function removeDifference(folder: string, name: string): void {
  const differences = path.join(folder, '__diff_output__');
  if (!existsSync(differences)) return;
  rmSync(path.join(differences, `${path.basename(name, '.png')}-diff.png`), { force: true });
  if (readdirSync(differences).length === 0) rmdirSync(differences);
}
