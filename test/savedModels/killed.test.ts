import { expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readModelFile } from '../../src/savedModels/reading/readModelFile';
import { readWeights } from '../../src/savedModels/reading/readWeights';
import { recordingBeside } from '../../src/savedModels/recordingFile';
import { temporaryFolder } from '../builders/temporaryFolder';

const inFolder = temporaryFolder();

/** Saves one model over the other until it is killed, `afterMs` after the first was there. */
async function killedSaving(folder: string, afterMs: number): Promise<void> {
  const script = path.join(__dirname, 'savesForEver.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  await sleep(afterMs);
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** Which model is there; the weights are those of that model, every one. */
function numberOf(folder: string): { readonly number: number; readonly recording: unknown } {
  const model = readModelFile({ folder, file: path.join(folder, 'model.json') });
  const values = readWeights(model).map(({ bytes }) => new Set(new Float32Array(bytes.buffer)));
  const { number } = model.content['modelTopology'] as { number: number };
  for (const value of values) expect([...value]).toEqual([number]);
  try {
    return { number, recording: recordingBeside(model)?.content['number'] };
  } catch (error) {
    expect((error as Error).message).toMatch(/is not of the model beside it/);
    return { number, recording: 'reported' };
  }
}

test('a process killed while it saves leaves a whole model, with its own recording or one that is reported', async () => {
  const seen: string[] = [];
  for (let round = 0; round < 16; round++) {
    const folder = inFolder(`${round}`);
    await killedSaving(folder, (round * 7.3) % 40);
    const { number, recording } = numberOf(folder);
    expect([number === 0 ? undefined : number, undefined, 'reported']).toContain(recording);
    seen.push(`${number} ${String(recording)}`);
  }
  expect(new Set(seen).size).toBeGreaterThan(1);
});
