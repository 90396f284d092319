import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { LayersModel } from '@tensorflow/tfjs';
import { exactJson } from '../../../src/files/json/exactJson';
import { sha256 } from '../../../src/files/sha256';
import { withSubject } from '../../../src/probes/subject/withSubject';
import { saveModel } from '../../../src/training/saveModel';
import type { TrainedModel } from '../../../src/training/TrainedModel';
import type { Verdict, Victim } from './Victim';

/** A model that `saveModel` wrote, with its shards and its recording. */
export async function modelVictims(folder: string, trained: TrainedModel): Promise<readonly Victim[]> {
  await saveModel(trained, folder);
  const read = (): Promise<string> =>
    withSubject(folder, 'the harness', async ({ model, recording }) =>
      exactJson([digestOf(model), model.toJSON(undefined, false), recording ?? null]),
    );
  const whole = await read();
  const verdict = async (): Promise<Verdict> => {
    const found = await read().catch(() => undefined);
    if (found === undefined) return 'reported';
    return found === whole ? 'harmless' : 'accepted';
  };
  return readdirSync(folder).map((name) => ({ what: kindOf(name), file: path.join(folder, name), verdict }));
}

const kindOf = (name: string): string =>
  name.endsWith('.bin') ? 'weights' : name === 'recording.json' ? 'recording' : name;

function digestOf(model: LayersModel): string {
  return sha256(
    ...model.getWeights().map((weight) => new Uint8Array((weight.dataSync() as Float32Array).buffer)),
  );
}
