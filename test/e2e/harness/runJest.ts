import path from 'node:path';
import type { Installed } from './installed';
import { type JestRun, openProject, type RunOptions } from './Project';

/** Runs the consumer's own Jest once on a copy of `test/e2e/projects/<project>`, under `--ci`. */
export async function runJest(
  consumer: Installed,
  project: string,
  { args = ['--runInBand'], ...options }: RunOptions = {},
): Promise<JestRun> {
  const { run, remove } = openProject(consumer, path.resolve(__dirname, '../projects', project));
  try {
    return await run({ ...options, args: ['--ci', ...args] });
  } finally {
    remove();
  }
}
