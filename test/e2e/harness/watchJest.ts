import { spawn } from 'node:child_process';
import path from 'node:path';
import type { Installed } from './installed';
import { outerEnvironment } from './outerEnvironment';

interface Watched {
  readonly args: readonly string[];
  /** How many runs to wait for. */
  readonly runs: number;
  /** Called after each run but the last, until Jest runs again: changes a file. */
  readonly between: () => void;
}

const end = 'Ran all test suites';

/** Runs Jest in watch mode and answers what it has printed in each run. */
export async function watchJest(
  consumer: Installed,
  folder: string,
  { args, runs, between }: Watched,
): Promise<readonly string[]> {
  const jest = path.join(consumer.folder, 'node_modules/jest/bin/jest.js');
  const child = spawn(process.execPath, [jest, '--watchAll', '--runInBand', ...args], {
    cwd: folder,
    env: outerEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const printed: string[] = [];
  let now = '';
  let changes: NodeJS.Timeout | undefined;
  try {
    for await (const chunk of child.stderr) {
      now += String(chunk);
      if (!now.includes(end)) continue;
      printed.push(now);
      if (printed.length === runs) break;
      now = '';
      // Its watcher may still be on its way to look at the files, and then sees only a later change.
      clearInterval(changes);
      changes = setInterval(between, 2000);
    }
  } finally {
    clearInterval(changes);
    child.kill();
  }
  return printed;
}
