import path from 'node:path';
import { startBackend } from '../../../src/backends/startBackend';
import { blobs } from '../../../src/fixtures/blobs';
import { denseWithBatchNorm } from '../../../src/fixtures/denseWithBatchNorm';
import { train } from '../../../src/training/train';
import type { TrainedModel } from '../../../src/training/TrainedModel';
import type { MakeState } from '../snapshotRun';
import { cacheVictims } from './cacheVictims';
import { modelVictims } from './modelVictims';
import { snapshotVictims } from './snapshotVictims';
import type { Victim } from './Victim';

/** Everything that the product keeps on the disk, of a small network that was really trained. */
export async function allVictims(folder: string, makeState: MakeState): Promise<readonly Victim[]> {
  await startBackend({ engine: 'wasm' });
  const data = blobs({ rows: 30, classes: 3, features: 4, seed: 7 });
  const trained = (more: object): Promise<TrainedModel> =>
    train(() => denseWithBatchNorm({ features: 4, classes: 3, seed: 7 }), data, {
      ...{ epochs: 2, optimizer: 'adam', loss: 'categoricalCrossentropy', seed: 3 },
      ...more,
    });
  return [
    ...snapshotVictims(path.join(folder, 'snapshots'), makeState),
    ...(await modelVictims(path.join(folder, 'model'), await trained({}))),
    ...(await cacheVictims(path.join(folder, 'cache'), () => trained({ cache: true }))),
  ];
}
