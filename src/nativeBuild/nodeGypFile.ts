import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** The program of node-gyp: the project's own, or the one inside of npm. */
export function nodeGypFile(project: string): string | undefined {
  try {
    return createRequire(path.join(project, 'package.json')).resolve('node-gyp/bin/node-gyp.js');
  } catch {
    return insideNpm().find((file) => existsSync(file));
  }
}

function insideNpm(): readonly string[] {
  const prefix = path.resolve(path.dirname(process.execPath), '..');
  // Set where npm or npx has started this process.
  const npm = process.env['npm_execpath'];
  const folders = [
    ...(npm === undefined ? [] : [path.resolve(path.dirname(npm), '..')]),
    path.join(prefix, 'lib/node_modules/npm'),
    path.join(prefix, 'share/nodejs/npm'),
  ];
  return folders.map((folder) => path.join(folder, 'node_modules/node-gyp/bin/node-gyp.js'));
}
