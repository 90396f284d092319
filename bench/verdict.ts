/**
 * From the start of a process to the verdict of the case (ResNet50, 197 x 197 x 1, three pictures, five epochs): Jest with our preset, whose test
 * fails with the explanation, against Keras doing fit and predict, which says nothing. Whole processes, in turn.
 *
 *     npm run build && npm run bench:verdict
 *     npm run bench:verdict -- 5                5 rounds instead of 3
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import path from 'node:path';
import { installedProject } from './shared/installedProject';
import { median } from './shared/median';
import { range } from './shared/range';
import { kerasPackages } from './steps/engines';

const [rounds = 3] = process.argv.slice(2).map(Number);
const root = path.resolve(__dirname, '..');

interface Side {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  /** What its process must have said, so that no time is taken of one that did something else. */
  readonly says: RegExp;
  readonly status: number;
  readonly seconds: number[];
}

function secondsOf({ name, command, args, cwd, environment, says, status: expected }: Side): number {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...environment },
  });
  const seconds = (performance.now() - start) / 1000;
  if (status !== expected || !says.test(stdout + stderr))
    throw new Error(`${name} ended with exit code ${status}:\n${stdout}${stderr}`);
  return seconds;
}

function main(folder: string): void {
  const jest = path.join(root, 'node_modules/jest/bin/jest.js');
  const ours: Side = {
    name: 'Jest with our preset, until the test has failed with its explanation',
    command: process.execPath,
    args: [jest, '--config', '{"preset":"jest-model-regression"}'],
    cwd: folder,
    environment: {},
    says: /fit promised accuracy 1\.000 on these 3 rows[^]*moving statistics/,
    status: 1,
    seconds: [],
  };
  const keras: Side = {
    name: 'Keras, fit and predict',
    command: 'python3',
    args: [path.join(__dirname, 'verdict/keras_verdict.py')],
    cwd: __dirname,
    environment: { PYTHONPATH: kerasPackages },
    says: /^1\.0 0\.\d/m,
    status: 0,
    seconds: [],
  };
  console.log(
    `${rounds} rounds; ${cpus()[0]?.model ?? ''}, ${availableParallelism()} cores, node ${process.versions.node}`,
  );
  const isThere = existsSync(kerasPackages);
  if (!isThere) console.log('Keras is not installed: npm run bench:peers');
  const sides = isThere ? [ours, keras] : [ours];
  for (let round = 0; round < rounds; round++) for (const side of sides) side.seconds.push(secondsOf(side));
  for (const { name, seconds } of sides)
    console.log(`  ${name.padEnd(70)} ${median(seconds).toFixed(1)} s  ${range(seconds, 1)}`);
  if (isThere)
    console.log(`  ${'ratio'.padEnd(70)} ${(median(keras.seconds) / median(ours.seconds)).toFixed(2)}`);
}

const test = readFileSync(path.join(__dirname, 'verdict/case.test.js'), 'utf8');
const folder = installedProject({ 'case.test.js': test });
try {
  main(folder);
} finally {
  rmSync(folder, { recursive: true });
}
