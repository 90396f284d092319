import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { OutputNumbers, Prediction } from '../../src/snapshot/PredictionSnapshot';
import { predictionOf } from '../snapshot/predictions';
import { Repository } from './Repository';

let repository: Repository;

beforeEach(() => {
  repository = new Repository();
});

afterEach(() => {
  repository.remove();
});

const species = { name: 'species', decision: 'argmax', labels: Int32Array.of(0, 1, 2) } as const;

const right = predictionOf(
  [
    [0.75, 0.25, 0],
    [0, 0.875, 0.125],
    [0, 0.25, 0.75],
  ],
  species,
);
const wrong = predictionOf(
  [
    [0.25, 0.75, 0],
    [0, 0.875, 0.125],
    [0, 0.25, 0.75],
  ],
  species,
);
/** One number for each of 500 rows: too many for the text. */
const large = (shift: number): Prediction => ({
  ...predictionOf(
    Array.from({ length: 500 }, (_, row) => [row + shift]),
    { name: 'price' },
  ),
  inputs: 'prices',
});

const tests = 'tests/irises.test.ts';

describe('two releases', () => {
  beforeEach(() => {
    repository.snapshots(tests, { 'the model predicts 1': right, 'prices 1': large(0) });
    repository.commit('v1.0.0');
    repository.snapshots(tests, { 'the model predicts 1': wrong, 'prices 1': large(0.5) });
    repository.commit('v1.1.0');
  });

  const commitOf = (tag: string): string => repository.git('rev-parse', '--short=9', tag).trim();

  test('are compared test by test, numbers beside the text too', () => {
    const { stdout, stderr, status } = repository.drift(['--from', 'v1.0.0', '--to', 'v1.1.0']);
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout).toBe(
      `Drift of predictions, v1.0.0 (${commitOf('v1.0.0')}) -> v1.1.0 (${commitOf('v1.1.0')})

test                  output   rows  largest   mean   flips        accuracy
the model predicts 1  species     3      0.5  0.111  1 of 3  1.000 -> 0.667
prices 1              price     500      0.5    0.5       -               -
`,
    );
  });

  test('are one line each in the history', () => {
    repository.commit('v1.2.0');
    const { stdout, status } = repository.drift();
    expect(status).toBe(0);
    expect(stdout).toBe(
      `Drift of predictions since v1.0.0 (${commitOf('v1.0.0')}), release by release

release  against  tests  moved  largest   mean   flips        accuracy
v1.1.0   v1.0.0       2      2      0.5  0.493  1 of 3  1.000 -> 0.667
v1.2.0   v1.1.0       2      0        0      0  0 of 3  0.667 -> 0.667
`,
    );
  });

  test('are data as JSON, in full', () => {
    const { stdout } = repository.drift(['--from', 'v1.0.0', '--json']);
    const { kind, drifts } = JSON.parse(stdout) as { kind: string; drifts: { tests: unknown[] }[] };
    expect(kind).toBe('two revisions');
    expect(drifts[0]!.tests).toEqual([
      {
        kind: 'compared',
        file: 'tests/__snapshots__/irises.test.ts.snap',
        test: 'the model predicts 1',
        outputs: [
          {
            output: 'species',
            rows: 3,
            columns: 3,
            largest: 0.5,
            mean: 1 / 9,
            flips: 1,
            decisions: 3,
            accuracy: { from: 1, to: 2 / 3 },
          },
        ],
        changed: [],
      },
      {
        kind: 'compared',
        file: 'tests/__snapshots__/irises.test.ts.snap',
        test: 'prices 1',
        outputs: [
          { output: 'price', rows: 500, columns: 1, largest: 0.5, mean: 0.5, flips: 0, decisions: 0 },
        ],
        changed: [],
      },
    ]);
  });

  test('nothing is checked out, and nothing is written', () => {
    const before = repository.git('status', '--porcelain', '--ignored');
    const log = readFileSync(path.join(repository.folder, '.git/logs/HEAD'), 'utf8');
    repository.drift();
    expect(repository.git('status', '--porcelain', '--ignored')).toBe(before);
    expect(readFileSync(path.join(repository.folder, '.git/logs/HEAD'), 'utf8')).toBe(log);
  });

  test('the later one alone is held against the tag before it, the earlier one against HEAD', () => {
    const heading = ({ stdout }: { stdout: string }): string =>
      stdout.split('\n')[0]!.replace(/ \(\w+\)/g, '');
    expect(heading(repository.drift(['--to', 'v1.1.0']))).toBe('Drift of predictions, v1.0.0 -> v1.1.0');
    expect(heading(repository.drift(['--from', 'v1.0.0']))).toBe('Drift of predictions, v1.0.0 -> HEAD');
  });

  test('from a folder below, only what is in it counts', () => {
    repository.snapshots('other/prices.test.ts', { 'prices 1': large(1) });
    repository.commit('v1.2.0');
    const { stdout } = repository.drift(['--from', 'v1.1.0'], { below: 'tests' });
    expect(stdout).toContain('the model predicts 1');
    expect(stdout).not.toContain('added');
  });
});

describe('what is not the same test in both', () => {
  const notes = (): string =>
    repository.drift(['--from', 'HEAD~1']).stdout.split('\n\n').slice(2).join('\n\n').trim();

  test('a renamed file is followed', () => {
    repository.snapshots(tests, { 'a 1': right });
    repository.commit();
    repository.rename('tests', 'specs/deep');
    repository.snapshots('specs/deep/irises.test.ts', { 'a 1': wrong });
    repository.commit();
    expect(notes()).toBe(
      'renamed: `a 1` (specs/deep/__snapshots__/irises.test.ts.snap), before `a 1` (tests/__snapshots__/irises.test.ts.snap)',
    );
  });

  test('a renamed test is followed by its inputs', () => {
    repository.snapshots(tests, { 'a 1': right, 'b 1': large(0) });
    repository.commit();
    repository.snapshots(tests, { 'another name 1': wrong, 'b 1': large(0) });
    repository.commit();
    const { stdout } = repository.drift(['--from', 'HEAD~1']);
    expect(stdout).toContain('another name 1');
    expect(notes()).toMatch(/^renamed: `another name 1` \(.*\), before `a 1` \(.*\)$/);
  });

  test('of two that could be it none is guessed', () => {
    repository.snapshots(tests, { 'a 1': right, 'b 1': right });
    repository.commit();
    repository.snapshots(tests, { 'c 1': wrong, 'd 1': wrong });
    repository.commit();
    expect(notes().replaceAll(/ \(.*?\)/g, '')).toBe(
      'added: `c 1`\nadded: `d 1`\nremoved: `a 1`\nremoved: `b 1`',
    );
  });

  test('other inputs, another engine, other outputs are told', () => {
    const [output] = right.outputs as [OutputNumbers];
    const { labels: _labels, ...plain } = output;
    repository.snapshots(tests, { 'a 1': right, 'b 1': right, 'c 1': right });
    repository.commit();
    repository.snapshots(tests, {
      'a 1': { ...right, inputs: 'others' },
      'b 1': { ...right, environment: { ...right.environment, engine: 'cuda' } },
      'c 1': { ...right, outputs: [{ ...plain, shape: [9, 1] }] },
    });
    repository.commit();
    expect(notes().replaceAll(/ \(tests.*?\)/g, '')).toBe(
      [
        'not the model alone: `a 1`: other inputs',
        'not the model alone: `b 1`: engine wasm -> cuda',
        'other outputs: `c 1`: float32 [3, 3] -> float32 [9, 1]',
      ].join('\n'),
    );
  });

  test('a damaged snapshot and a missing file are told with their revision', () => {
    repository.snapshots(tests, { 'a 1': right, 'b 1': large(0), 'c 1': right });
    const file = path.join(repository.folder, 'tests/__snapshots__/irises.test.ts.snap');
    writeFileSync(file, readFileSync(file, 'utf8').replace('0.875', '0.876'));
    rmSync(file.replace('.snap', '.predictions'), { recursive: true });
    repository.commit('v1');
    repository.snapshots(tests, { 'a 1': right, 'b 1': large(0), 'c 1': right });
    repository.commit('v2');
    const { stdout, status } = repository.drift();
    expect(status).toBe(0);
    expect(stdout).toContain(
      'v2: unreadable at v1: `a 1` (tests/__snapshots__/irises.test.ts.snap): its digest does not fit',
    );
    expect(stdout).toMatch(
      /v2: unreadable at v1: `b 1` \(.*\): its file b-1-\w+-\w+\.safetensors is missing in that revision/,
    );
    expect(stdout).toMatch(/^v2 +v1 +3 +0 +0 +0/m);
  });

  test('any name of a test or a file is one', () => {
    const odd = 'tests/mit leer "zeichen" ü/a b.test.ts';
    repository.snapshots(odd, { 'a `b` ${c} \\ 1': right, [`${'x'.repeat(60)} end 1`]: right });
    repository.commit();
    repository.snapshots(odd, { 'a `b` ${c} \\ 1': wrong, [`${'x'.repeat(60)} end 1`]: right });
    repository.commit();
    const { stdout } = repository.drift(['--from', 'HEAD~1']);
    expect(stdout).toMatch(/^a `b` \$\{c\} \\ 1 .* 1 of 3/m);
    expect(stdout).toMatch(/^x{20}\.\.\.x+ end 1 .* 0 of 3/m);
  });
});

describe('a question that cannot be answered is one line and the next step, exit code 2', () => {
  const refusal = (args: readonly string[], options = {}): string => {
    const { stdout, stderr, status } = repository.drift(args, options);
    expect({ stdout, status }).toEqual({ stdout: '', status: 2 });
    return stderr;
  };

  test('a revision that there is not, or that is an option', () => {
    repository.snapshots(tests, { 'a 1': right });
    repository.commit('v1');
    expect(refusal(['--from', 'v9'])).toBe(
      'jest-model-regression: There is no revision "v9" in this repository.\n' +
        '  Next: give a tag, a branch or a commit that `git log` shows; tags of the server come with git fetch --tags\n',
    );
    expect(refusal(['--from=--output=x'])).toContain('There is no revision "--output=x"');
  });

  test('no tags, and no snapshots', () => {
    repository.commit();
    expect(refusal([])).toContain('There is no tag that leads to HEAD');
    repository.commit('v1');
    expect(refusal([])).toContain('No release holds a prediction snapshot below this folder.');
    repository.snapshots(tests, { 'a 1': right });
    repository.commit('v2');
    expect(refusal(['--from', 'v1'])).toContain(
      'The revision v1 holds no prediction snapshot below this folder.',
    );
  });

  test('no repository, and no git', () => {
    const { folder } = repository;
    rmSync(path.join(folder, '.git'), { recursive: true });
    expect(refusal([], { env: { GIT_CEILING_DIRECTORIES: path.dirname(folder) } })).toContain(
      'is not in a git repository',
    );
    expect(refusal([], { env: { PATH: folder } })).toContain('the program `git` was not found');
  });

  test('a shallow clone', () => {
    repository.snapshots(tests, { 'a 1': right });
    repository.commit('v1');
    repository.commit('v2');
    const clone = new Repository(false);
    try {
      const url = pathToFileURL(repository.folder).href;
      execFileSync('git', ['clone', '--quiet', '--depth=1', url, path.join(clone.folder, 'clone')], {
        stdio: 'pipe',
      });
      const { stderr, status } = clone.drift(['--from', 'v1'], { below: 'clone' });
      expect(status).toBe(2);
      expect(stderr).toContain(
        'in this clone, which is a shallow one.\n  Next: fetch the rest: git fetch --unshallow --tags',
      );
    } finally {
      clone.remove();
    }
  });
});
