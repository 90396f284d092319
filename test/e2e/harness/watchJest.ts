import { spawn } from 'node:child_process';
import path from 'node:path';
import type { Installed } from './installed';
import { outerEnvironment } from './outerEnvironment';

interface Watched {
  readonly args: readonly string[];
  /** How many runs to wait for. */
  readonly runs: number;
  /** Called after each run but the last: changes a file, so that Jest runs again. */
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
  try {
    for await (const chunk of child.stderr) {
      now += String(chunk);
      if (!now.includes(end)) continue;
      printed.push(now);
      if (printed.length === runs) break;
      now = '';
      // Its watcher sees a change only after it has looked at the files once more.
      setTimeout(between, 500);
    }
  } finally {
    child.kill();
  }
  return printed;
}
