import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { examplesFolder } from './harness/Consumer';
import { consumerCopy } from './harness/consumerCopy';
import { installedExamples, type Installed } from './harness/installed';
import { outerEnvironment } from './harness/outerEnvironment';

const readme = readFileSync(path.resolve(examplesFolder, '../README.md'), 'utf8');

test('the examples are these', () => {
  expect(installedExamples().map(({ name }) => name)).toEqual([
    '01-predicts-what-it-learned',
    '02-ci-goes-red',
    '03-prediction-snapshot',
  ]);
});

test.each(installedExamples())('$name is green', (example) => {
  const { output, exitCode } = runScript(example, 'test');

  expect(output).toMatch(/Tests: +[23] passed, [23] total/);
  expect(exitCode).toBe(0);
});

test('02-ci-goes-red goes red by one changed line, and green again', () => {
  const example = installedExamples().find(({ name }) => name === '02-ci-goes-red')!;

  const { output, exitCode } = runScript(example, 'prove');

  expect(output).toContain('Exit codes 0, 1, 0, expected 0, 1, 0: as it should be.');
  expect(output).toContain('✓ learns its training data');
  expect(output).toContain('✕ predicts what it learned');
  expect(output).toContain('✕ its BatchNorm statistics have converged');
  expect(exitCode).toBe(0);
});

test('03-prediction-snapshot sees a regression between two releases, and what was accepted can still be seen', () => {
  const example = installedExamples().find(({ name }) => name === '03-prediction-snapshot')!;

  const { output, exitCode } = runScript(example, 'walk');

  expect(output).toContain(
    'Exit codes 0, 0, 1, 0, expected 0, 0, 1, 0; drift shows the accuracy that was lost: as it should be.',
  );
  expect(output).toMatch(/flips: \d+ of 12 decisions changed/);
  expect(output).toContain('The picture of the predictions is not that of the snapshot.');
  expect(exitCode).toBe(0);
  expect(readme).toContain(
    between(output, / {4}expect\(model\)\.toMatchPredictionSnapshot/, /\n {4}If it is not: .*/),
  );
  expect(readme).toContain(between(output, /test +output +rows/, /\n.*\d -> \d.*/));
});

/** Lines of what was printed, as the README shows them. */
function between(output: string, first: RegExp, last: RegExp): string {
  const from = output.slice(output.search(first));
  const [end] = last.exec(from)!;
  return from
    .slice(0, from.indexOf(end) + end.length)
    .replaceAll(/^ {4}/gm, '')
    .trim();
}

function runScript(
  example: Installed,
  script: string,
): { readonly output: string; readonly exitCode: number | null } {
  const { folder, remove } = consumerCopy(example, path.join(examplesFolder, example.name));
  try {
    const { stdout, stderr, status } = spawnSync('npm', ['run', script], {
      cwd: folder,
      encoding: 'utf8',
      // A first run on someone's own machine: on CI, Jest writes no snapshot that is not there yet.
      env: { ...outerEnvironment(), CI: 'false' },
    });
    return { output: `${stdout}\n${stderr}`, exitCode: status };
  } finally {
    remove();
  }
}
