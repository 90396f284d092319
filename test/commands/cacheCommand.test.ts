import { expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { writeEntry } from '../../src/cache/entryFile';
import { filesIn, ownCache } from '../builders/ownCache';

const inCache = ownCache();
const root = path.resolve(__dirname, '../..');

function run(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  cwd = root,
): { readonly code: number | null; readonly out: string; readonly errors: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', path.join(root, 'node_modules/tsx/dist/loader.mjs'), path.join(root, 'src/cli.ts'), ...args],
    { encoding: 'utf8', cwd, env: { ...process.env, ...env } },
  );
  return { code: status, out: stdout, errors: stderr };
}

const about = { parameters: 25, layers: 1, rows: 6, epochs: 3, engine: 'wasm' };
const key = (digit: string): string => digit.repeat(64);

function keep(digit: string, usedAt: number): void {
  const bytes = new Uint8Array(4000);
  writeEntry(inCache(`${key(digit)}.safetensors`), {
    tensors: [{ name: 'weight/0', dtype: 'F32', shape: [1000], bytes }],
    metadata: { about: JSON.stringify(about) },
  });
  utimesSync(inCache(`${key(digit)}.safetensors`), usedAt, usedAt);
}

test('list shows what is kept, the last used first, and what is damaged', () => {
  keep('a', 1_700_000_000);
  keep('b', 1_800_000_000);
  writeFileSync(inCache(`${key('c')}.safetensors`), 'cut off');
  utimesSync(inCache(`${key('c')}.safetensors`), 1_600_000_000, 1_600_000_000);
  expect(run(['cache', 'list'])).toEqual({
    code: 0,
    errors: '',
    out:
      'bbbbbbbbbbbb     0.00 MB  2027-01-15 08:00  25 parameters in 1 layer, 3 epochs of 6 rows, wasm\n' +
      'aaaaaaaaaaaa     0.00 MB  2023-11-14 22:13  25 parameters in 1 layer, 3 epochs of 6 rows, wasm\n' +
      'cccccccccccc     0.00 MB  2020-09-13 12:26  damaged: it will be trained again\n' +
      `3 models, 0.01 MB of 2048 MB, in ${inCache()}\n`,
  });
  const { entries } = JSON.parse(run(['cache', 'list', '--json']).out) as {
    entries: Record<string, unknown>[];
  };
  expect(entries[0]).toEqual({
    key: key('b'),
    bytes: expect.any(Number),
    lastUsed: '2027-01-15T08:00:00.000Z',
    about,
  });
  expect(entries[2]).toMatchObject({ key: key('c'), bytes: 7, about: null });
});

test('clear removes what the cache has put there, and nothing else', () => {
  expect(run(['cache', 'clear']).out).toBe(`removed 0 models, 0.00 MB, from ${inCache()}\n`);
  keep('a', 1_700_000_000);
  writeFileSync(inCache(`${key('a')}.safetensors.17`), '');
  mkdirSync(inCache(`${key('b')}.lock`));
  writeFileSync(inCache('notes.txt'), '');
  writeFileSync(inCache('model.safetensors'), '');
  expect(run(['cache', 'clear'])).toMatchObject({
    code: 0,
    out: `removed 1 model, 0.00 MB, from ${inCache()}\n`,
  });
  expect(filesIn(inCache())).toEqual(['model.safetensors', 'notes.txt']);
});

test.each<readonly [string, readonly string[], RegExp]>([
  [
    'a command that does not exist',
    ['cach'],
    /^jest-model-regression: unknown command 'cach'\n\(Did you mean cache\?\)\n$/,
  ],
  ['one below it', ['cache', 'empty'], /^jest-model-regression: unknown command 'empty'\n$/],
  [
    'an option that does not exist',
    ['cache', 'list', '--yaml'],
    /^jest-model-regression: unknown option '--yaml'\n$/,
  ],
  [
    'an argument too many',
    ['cache', 'clear', 'all'],
    /^jest-model-regression: too many arguments for 'clear'\..*\n$/,
  ],
])('%s is said on stderr, with exit code 2', (_what, args, errors) => {
  expect(run(args)).toEqual({ code: 2, out: '', errors: expect.stringMatching(errors) });
});

test('so is what a command finds', () => {
  expect(run(['cache', 'list'], { MODEL_REGRESSION_CACHE_MB: 'much' })).toEqual({
    code: 2,
    out: '',
    errors:
      'jest-model-regression: The environment variable MODEL_REGRESSION_CACHE_MB is "much".\n' +
      '  Allowed: a number of megabytes above 0.\n' +
      '  Next: correct it, or leave it out for the default of 2048.\n',
  });
  const nowhere = run(['cache', 'list'], { MODEL_REGRESSION_CACHE: '' }, '/');
  expect(nowhere).toEqual({
    code: 2,
    out: '',
    errors: expect.stringMatching(/^jest-model-regression: The cache of trained models is without a place: /),
  });
});

test('without a variable it is the cache of the project', () => {
  const env = { MODEL_REGRESSION_CACHE: '' };
  const { out } = run(['cache', 'list'], env, path.join(root, 'src', 'cache'));
  expect(out).toMatch(`in ${path.join(root, 'node_modules/.cache/jest-model-regression')}\n`);
});
