import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { Consumer } from './Consumer';
import { linkTree } from './linkTree';
import { npm } from './npm';
import { cacheFolder } from './packTarball';

/**
 * A folder where the consumer has really installed the tarball. What does not come from the tarball is installed once and
 * hard-linked from there: tfjs alone is 290 MB.
 */
export function installConsumer(consumer: Consumer, tarball: string): string {
  const before = onceFor([consumer.devDependencies], (folder) => {
    const { devDependencies } = consumer;
    writeFileSync(
      path.join(folder, 'package.json'),
      JSON.stringify({ private: true, devDependencies }, null, 2),
    );
    npm(folder, 'install');
  });
  return onceFor([consumer.devDependencies, readFileSync(tarball)], (folder) => {
    linkTree(before, folder);
    const name = path.basename(tarball);
    copyFileSync(tarball, path.join(folder, name));
    npm(folder, 'install', '--save-dev', `./${name}`);
  });
}

/** A folder made by `fill`, unless an earlier run has made it of the same things. Complete or not there at all. */
export function onceFor(things: readonly unknown[], fill: (folder: string) => void): string {
  const folder = path.join(cacheFolder, `consumer-${hashOf(things)}`);
  if (existsSync(folder)) return folder;
  const unfinished = mkdtempSync(path.join(cacheFolder, 'unfinished-'));
  try {
    fill(unfinished);
    renameSync(unfinished, folder);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    // Another run was faster with the same things.
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

function hashOf(things: readonly unknown[]): string {
  const hash = createHash('sha256');
  for (const thing of things) hash.update(Buffer.isBuffer(thing) ? thing : JSON.stringify(thing));
  return hash.digest('hex').slice(0, 16);
}
