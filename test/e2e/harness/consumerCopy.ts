import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Installed } from './installed';

/** A copy of a folder inside the consumer, where its node_modules are found, and of this caller alone. */
export function consumerCopy(
  consumer: Installed,
  original: string,
): { readonly folder: string; readonly remove: () => void } {
  const runs = path.join(consumer.folder, 'runs');
  mkdirSync(runs, { recursive: true });
  const folder = mkdtempSync(path.join(runs, `${path.basename(original)}-`));
  cpSync(original, folder, { recursive: true });
  return {
    folder,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
