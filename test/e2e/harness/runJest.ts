import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { consumerCopy } from './consumerCopy';
import type { Installed } from './installed';
import { outerEnvironment } from './outerEnvironment';

export interface JestRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  /** Where Jest prints what a person reads. */
  readonly stderr: string;
  /** Every test by file and full name. */
  readonly outcomes: Readonly<Record<string, string>>;
  /** The failure messages of each file's tests, or of the file itself. */
  readonly failures: readonly string[];
}

export interface RunOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the consumer's own Jest on a copy of `test/e2e/projects/<project>`. */
export async function runJest(
  consumer: Installed,
  project: string,
  options: RunOptions = {},
): Promise<JestRun> {
  const { folder, remove } = consumerCopy(consumer, path.resolve(__dirname, '../projects', project));
  try {
    const report = path.join(folder, 'report.json');
    const jest = path.join(consumer.folder, 'node_modules/jest/bin/jest.js');
    const args = [jest, '--json', `--outputFile=${report}`, '--ci', ...(options.args ?? ['--runInBand'])];
    const child = spawn(process.execPath, args, {
      cwd: folder,
      env: { ...outerEnvironment(), ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const exitCode = new Promise<number | null>((resolve, reject) =>
      child.on('close', resolve).on('error', reject),
    );
    const [stdout, stderr] = await Promise.all([buffer(child.stdout), buffer(child.stderr)]);
    return {
      exitCode: await exitCode,
      stdout: stdout.toString(),
      stderr: stderr.toString(),
      ...readReport(report),
    };
  } finally {
    remove();
  }
}

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

function readReport(file: string): Pick<JestRun, 'outcomes' | 'failures'> {
  if (!existsSync(file)) return { outcomes: {}, failures: [] };
  const { testResults } = JSON.parse(readFileSync(file, 'utf8')) as Report;
  return {
    outcomes: Object.fromEntries(
      testResults.flatMap(({ name, assertionResults }) =>
        assertionResults.map(({ fullName, status }) => [`${path.basename(name)}: ${fullName}`, status]),
      ),
    ),
    failures: testResults.map(({ message }) => message).filter((message) => message !== ''),
  };
}
