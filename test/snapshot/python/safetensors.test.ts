import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeSideFile } from '../../../src/snapshot/disk/writeSideFile';
import { bytesOf } from '../../../src/snapshot/Numbers';
import type { OutputNumbers } from '../../../src/snapshot/PredictionSnapshot';

const hasPython = spawnSync('python3', ['-m', 'pip', '--version']).status === 0;
const inPython = hasPython ? test : test.skip;
const reason = hasPython ? '' : ' (skipped: no python3 with pip on this machine)';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'python-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Where pip has put the packages of the script, once for all runs. */
function packages(): string {
  const target = path.join(tmpdir(), 'jest-model-regression-python');
  if (existsSync(target)) return target;
  const unfinished = mkdtempSync(`${target}-`);
  mkdirSync(unfinished, { recursive: true });
  execFileSync('python3', [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--target',
    unfinished,
    'safetensors',
    'numpy',
  ]);
  renameSync(unfinished, target);
  return target;
}

inPython(`Python finds the same numbers in a side file, bit for bit${reason}`, () => {
  const odd = [NaN, Infinity, -Infinity, -0, 1.401298464324817e-45, 0.1, 3.4028234663852886e38, 1 / 3];
  const float: OutputNumbers = {
    name: 'probabilities',
    dtype: 'float32',
    shape: [4, 2],
    decision: 'argmax',
    values: Float32Array.from(odd),
    labels: Int32Array.of(1, 0, 1, 0),
  };
  const whole: OutputNumbers = {
    ...{ name: 'counts', dtype: 'int32', shape: [2], decision: 'none' },
    values: Int32Array.of(-2147483648, 2147483647),
  };
  const flags: OutputNumbers = {
    ...{ name: 'flags', dtype: 'bool', shape: [3, 1], decision: 'none' },
    values: Uint8Array.of(1, 0, 1),
  };

  const { name } = writeSideFile(folder, 'irises: predicts 1', [float, flags, whole]);
  const printed = execFileSync(
    'python3',
    [path.join(__dirname, 'readsSideFile.py'), path.join(folder, name)],
    {
      env: { ...process.env, PYTHONPATH: packages() },
      encoding: 'utf8',
    },
  );

  const bits = ({ values }: Pick<OutputNumbers, 'values'>): string =>
    Buffer.from(bytesOf(values)).toString('hex');
  expect(JSON.parse(printed)).toEqual({
    metadata: { format: 'prediction snapshot 1', snapshot: 'irises: predicts 1' },
    tensors: {
      probabilities: { dtype: 'float32', shape: [4, 2], bits: bits(float) },
      'probabilities.labels': { dtype: 'int32', shape: [4], bits: bits({ values: float.labels! }) },
      counts: { dtype: 'int32', shape: [2], bits: bits(whole) },
      flags: { dtype: 'bool', shape: [3, 1], bits: bits(flags) },
    },
  });
});
