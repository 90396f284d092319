import * as tf from '@tensorflow/tfjs';
import { permutation } from '../../../src/numeric/permutation';
import { seededRandom } from '../../../src/numeric/seededRandom';
import type { Recording } from '../../../src/probes/recording/Recording';
import { recordTraining } from '../../../src/probes/recording/recordTraining';
import type { TrainOptions } from '../../../src/training/TrainOptions';

type Compiled = Required<Pick<TrainOptions, 'optimizer' | 'loss' | 'metrics' | 'epochs' | 'batchSize'>>;

/** A fit of somebody's own, on a generator of batches that are augmented anew each time, with the recorder. */
export async function fitAugmented(
  model: tf.LayersModel,
  { xs, ys }: { readonly xs: tf.Tensor; readonly ys: tf.Tensor },
  augmented: (xs: tf.Tensor, seed: number) => tf.Tensor,
  { epochs, batchSize, ...compiled }: Compiled,
): Promise<Recording> {
  model.compile(compiled);
  const recorder = recordTraining(model, { xs, ys });
  let drawn = 0;
  function* batches(): Generator<{ xs: tf.Tensor; ys: tf.Tensor }> {
    const order = [...permutation(xs.shape[0], seededRandom(1 + drawn))];
    for (let from = 0; from < order.length; from += batchSize) {
      const rows = tf.tensor1d(order.slice(from, from + batchSize), 'int32');
      drawn += 1;
      yield tf.tidy(() => ({ xs: augmented(tf.gather(xs, rows), drawn), ys: tf.gather(ys, rows) }));
    }
  }
  const dataset: unknown = tf.data.generator(batches);
  // The packages of tfjs each declare a Dataset of their own.
  const fitDataset = model.fitDataset.bind(model) as (...args: unknown[]) => Promise<tf.History>;
  await fitDataset(dataset, { epochs, callbacks: recorder, verbose: 0 });
  return recorder.recording;
}
