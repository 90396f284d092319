import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

export interface NodeRun {
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a script in a folder, as CommonJS or, with the ending `mjs`, as an ES module. */
export function runNode(folder: string, script: string, ending: 'cjs' | 'mjs' = 'cjs'): NodeRun {
  const file = path.join(folder, `script-${String(process.pid)}.${ending}`);
  writeFileSync(file, script);
  const { stdout, stderr } = spawnSync(process.execPath, [file], { cwd: folder, encoding: 'utf8' });
  return { stdout, stderr };
}
