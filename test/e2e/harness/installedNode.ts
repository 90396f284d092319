import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { onceFor } from './installConsumer';
import { npm } from './npm';

/** The program of another version of Node than the one that runs, from npm. */
export function installedNode(major: number): string {
  const name = `node-${process.platform}-${process.arch}`;
  const folder = onceFor([name, major], (target) => {
    writeFileSync(path.join(target, 'package.json'), JSON.stringify({ private: true }));
    npm(target, 'install', `${name}@${String(major)}`);
  });
  return path.join(folder, 'node_modules', name, 'bin/node');
}
