import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { consumerCopy } from './consumerCopy';
import type { Installed } from './installed';

/** What the consumer's own TypeScript finds wrong in `test/types/projects/<project>`, or in the files of our package. */
export function compile(consumer: Installed, project: string): readonly string[] {
  const { folder, remove } = consumerCopy(consumer, path.resolve(__dirname, '../../types/projects', project));
  try {
    const tsc = path.join(consumer.folder, 'node_modules/typescript/bin/tsc');
    const { stdout, status } = spawnSync(process.execPath, [tsc, '--pretty', 'false'], {
      cwd: folder,
      encoding: 'utf8',
    });
    if (status === null) throw new Error(`TypeScript was ended: ${stdout}`);
    return stdout.split('\n').filter(isOurs);
  } finally {
    remove();
  }
}

/** With `skipLibCheck: false` TypeScript also tells what is wrong in tfjs and in Jest's types. */
function isOurs(line: string): boolean {
  const file = /^(.+?)\(\d+,\d+\): error /.exec(line)?.[1];
  if (file === undefined) return line.startsWith('error ');
  return !file.includes('node_modules/') || file.includes('node_modules/jest-model-regression/');
}
