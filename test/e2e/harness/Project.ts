import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { consumerCopy } from './consumerCopy';
import type { Installed } from './installed';
import { type JestReport, readReport } from './readReport';
import { outerEnvironment } from './outerEnvironment';

export interface JestRun extends JestReport {
  readonly exitCode: number | null;
  readonly stdout: string;
  /** Where Jest prints what a person reads. */
  readonly stderr: string;
}

export interface RunOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The program that runs Jest, and arguments of its own. Default: the one that runs us. */
  readonly node?: readonly string[];
}

/** A copy of a project of ours in the place of a consumer, where the consumer's own Jest runs, once or several times. */
export interface Project {
  readonly folder: string;
  run(options?: RunOptions): Promise<JestRun>;
  remove(): void;
}

/** @param original a folder that is copied */
export function openProject(consumer: Installed, original: string): Project {
  const { folder, remove } = consumerCopy(consumer, original);
  const jest = path.join(consumer.folder, 'node_modules/jest/bin/jest.js');
  return { folder, remove, run: (options = {}) => runIn(folder, jest, options) };
}

async function runIn(
  folder: string,
  jest: string,
  { args = [], env = {}, node = [process.execPath] }: RunOptions,
): Promise<JestRun> {
  const report = path.join(folder, 'report.json');
  rmSync(report, { force: true });
  const child = spawn(node[0]!, [...node.slice(1), jest, '--json', `--outputFile=${report}`, ...args], {
    cwd: folder,
    env: { ...outerEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exitCode = new Promise<number | null>((resolve, reject) =>
    child.on('close', resolve).on('error', reject),
  );
  const [stdout, stderr] = await Promise.all([buffer(child.stdout), buffer(child.stderr)]);
  const written = existsSync(report) ? readFileSync(report, 'utf8') : undefined;
  return {
    exitCode: await exitCode,
    stdout: stdout.toString(),
    stderr: stderr.toString(),
    ...readReport(written),
  };
}
