import * as tf from '@tensorflow/tfjs';
import { startBackend } from '../../../src/backends/startBackend';
import { sha256 } from '../../../src/files/sha256';
import { train } from '../../../src/training/train';
import { networks, threeClasses } from '../../builders/networks';
import { stateOf } from '../../builders/stateOf';

/** Trains one network with the cache, and prints whether a fit ran and what came of it. */
async function trainOnce(): Promise<void> {
  await startBackend();
  let fitted = false;
  const { prototype } = tf.LayersModel;
  const stock = prototype.fit;
  prototype.fit = function (this: tf.LayersModel, ...given: Parameters<typeof stock>) {
    fitted = true;
    return stock.apply(this, given);
  };
  const { model, recording } = await train(
    () => networks['dense']!.build(0.9),
    threeClasses([4], { rows: 24 }),
    {
      epochs: 30,
      batchSize: 4,
      optimizer: 'adam',
      loss: 'categoricalCrossentropy',
      cache: true,
    },
  );
  const digest = sha256(JSON.stringify([await stateOf(model), recording.epochs]));
  process.stdout.write(JSON.stringify({ fitted, digest }));
}

void trainOnce();
