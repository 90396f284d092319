import { expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { filesIn, ownCache } from '../../builders/ownCache';

const inCache = ownCache();

interface Outcome {
  readonly fitted: boolean;
  readonly digest: string;
}

function trainedElsewhere(): Promise<Outcome> {
  const script = path.join(__dirname, 'trainsOnce.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // Jest's own copy: what a child gets by itself is the environment outside of it.
    env: { ...process.env },
  });
  let printed = '';
  child.stdout.on('data', (part: Buffer) => {
    printed += String(part);
  });
  return new Promise((resolve) => child.on('exit', () => resolve(JSON.parse(printed) as Outcome)));
}

test('two processes that want the same model at once train it once, and a later one finds it', async () => {
  const [one, other] = await Promise.all([trainedElsewhere(), trainedElsewhere()]);
  expect([one.fitted, other.fitted].sort()).toEqual([false, true]);
  expect(other.digest).toBe(one.digest);
  expect(await trainedElsewhere()).toEqual({ fitted: false, digest: one.digest });
  expect(filesIn(inCache())).toEqual([expect.stringMatching(/^[0-9a-f]{64}\.safetensors$/)]);

  // The lock and the half of a file that a process leaves which is killed while it trains and writes.
  const [file] = filesIn(inCache());
  const key = file!.slice(0, 64);
  const long = new Date(Date.now() - 7_200_000);
  writeFileSync(inCache(file!), 'cut off');
  writeFileSync(inCache(`${file!}.12345`), 'half a file');
  mkdirSync(inCache(`${key}.lock`));
  for (const name of [`${file!}.12345`, `${key}.lock`]) utimesSync(inCache(name), long, long);
  writeFileSync(inCache('somebody-elses'), 'stays');
  expect(await trainedElsewhere()).toEqual({ fitted: true, digest: one.digest });
  expect(filesIn(inCache())).toEqual([file, 'somebody-elses']);
});
