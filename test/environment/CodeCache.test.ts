import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deserialize, serialize, setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { CodeCache } from '../../src/environment/hosted/CodeCache';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'code-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const source = '(function () { return 6 * 7; })';

/** What the source gives, and whether V8 was handed compiled code that it took. */
function used(text: string, name = 'a.js'): readonly [result: unknown, wasThere: boolean] {
  const cache = new CodeCache(folder);
  const script = cache.script(name, ['', Buffer.from(text), '']);
  const result = (script.runInThisContext() as () => unknown)();
  cache.save();
  return [result, script.cachedDataRejected === false];
}

const cacheFile = (): string => path.join(folder, readdirSync(folder)[0]!);

test('what one run has compiled is there for the next, together with what that one adds', () => {
  expect(used(source)).toEqual([42, false]);
  expect(used(source)).toEqual([42, true]);
  expect(used('(function () { return 1; })', 'b.js')).toEqual([1, false]);
  expect([used(source), used('(function () { return 1; })', 'b.js')]).toEqual([
    [42, true],
    [1, true],
  ]);
  expect(readdirSync(folder)).toHaveLength(1);
});

test('a source that has changed is compiled anew, also at the same length', () => {
  used(source);
  const changed = source.replace('7', '8');
  expect(used(changed)).toEqual([48, false]);
  expect(used(changed)).toEqual([48, true]);
});

test('nothing is written where nothing is new', () => {
  used(source);
  utimesSync(cacheFile(), 1, 1);
  used(source);
  expect(statSync(cacheFile()).mtimeMs).toBe(1000);
});

test('nothing is written by a process whose flags are others than when it started: no other would take it', () => {
  const cache = new CodeCache(folder);
  cache.script('a.js', [source]);
  setFlagsFromString('--no-wasm-lazy-compilation');
  try {
    cache.save();
  } finally {
    setFlagsFromString('--wasm-lazy-compilation');
  }
  expect(readdirSync(folder)).toEqual([]);
  cache.save();
  expect(readdirSync(folder)).toHaveLength(1);
});

test.each([
  { name: 'cut off', harm: (bytes: Buffer) => bytes.subarray(0, bytes.length - 9) },
  { name: 'empty', harm: () => Buffer.alloc(0) },
  { name: 'with a bit flipped', harm: (bytes: Buffer) => bytes.map((byte, at) => byte ^ Number(at === 200)) },
])('a file that is $name is not used, and written anew', ({ harm }) => {
  used(source);
  writeFileSync(cacheFile(), harm(readFileSync(cacheFile())));
  expect(used(source)).toEqual([42, false]);
  expect(used(source)).toEqual([42, true]);
});

test('code that V8 does not take is made anew', () => {
  used(source);
  const digestOf = (content: string | Buffer): Buffer => createHash('sha1').update(content).digest();
  const kept = deserialize(readFileSync(cacheFile()).subarray(20)) as Map<string, object>;
  // Not compiled in this process before: V8 would not look at what it is given.
  const other = '(function () { return 6 * 9 + 1; })';
  const code = new Script('1').createCachedData();
  kept.set('b.js', { digest: digestOf(other).toString('hex'), code });
  const body = serialize(kept);
  writeFileSync(cacheFile(), Buffer.concat([digestOf(body), body]));
  const harmed = readFileSync(cacheFile());
  expect(used(other, 'b.js')).toEqual([55, false]);
  expect(readFileSync(cacheFile()).equals(harmed)).toBe(false);
});

test('a folder that cannot be had costs nothing but the time', () => {
  writeFileSync(path.join(folder, 'taken'), '');
  const cache = new CodeCache(path.join(folder, 'taken'));
  cache.script('a.js', [source]);
  cache.save();
  expect(readdirSync(folder)).toEqual(['taken']);
});

test('without a folder nothing is kept', () => {
  const cache = new CodeCache(undefined);
  expect(cache.script('a.js', [source]).cachedDataRejected).toBeUndefined();
  cache.save();
});
