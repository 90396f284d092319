import * as tf from '@tensorflow/tfjs';
import type { Rows } from './dataSets';
import { batchNormIn } from './training/batchNormIn';

/** What simpler rules say: whether something is wrong. */
export interface Alarms {
  readonly Switch_Mode_Consistency: boolean;
  readonly 'statistics at 0 and 1': boolean;
  readonly 'fit against evaluate': boolean;
}

/** A stateful layer knows no other batches. */
const batchOfStates = 32;

/** `model.apply` with `training: true` moves the statistics: they are put back. */
function inTrainingMode(model: tf.LayersModel, xs: tf.Tensor): tf.Tensor {
  const kept = model.getWeights().map((weight) => weight.clone());
  const size = model.stateful ? batchOfStates : xs.shape[0];
  const outputs = tf.tidy(() =>
    tf.concat(
      Array.from({ length: xs.shape[0] / size }, (_, batch) => {
        const rows = tf.slice(xs, [batch * size], [size]);
        return model.apply(rows, { training: true }) as tf.Tensor;
      }),
    ),
  );
  for (const [i, weight] of model.weights.entries()) weight.write(kept[i]!);
  return outputs;
}

/** Linear CKA of two matrices of outputs, rows being examples (Kornblith et al. 2019, equation 5, on centred columns). */
function linearCka(a: tf.Tensor, b: tf.Tensor): number {
  return tf.tidy(() => {
    const [x, y] = [a, b].map((each) => tf.sub<tf.Tensor2D>(each, tf.mean(each, 0, true)));
    const norm = (m: tf.Tensor2D, n: tf.Tensor2D): tf.Tensor => tf.norm(tf.matMul(m, n, true, false));
    const value = tf.div(tf.square(norm(y!, x!)), tf.mul(norm(x!, x!), norm(y!, y!)));
    return value.dataSync()[0]!;
  });
}

const crossentropy = (ys: tf.Tensor, p: tf.Tensor): number =>
  tf.tidy(() => tf.mean(tf.neg(tf.sum(tf.mul(ys, tf.log(tf.add(p, 1e-7))), 1))).dataSync()[0]!);

export function baselines(
  model: tf.LayersModel,
  { xs, ys }: Rows,
  fitAccuracy: number,
  predictAccuracy: number,
): Alarms {
  const [training, inference] = [inTrainingMode(model, xs), model.predict(xs) as tf.Tensor];
  const [lossInTraining, loss] = [crossentropy(ys, training), crossentropy(ys, inference)];
  const norms = batchNormIn(model) as unknown as readonly {
    readonly movingMean: { read(): tf.Tensor };
    readonly movingVariance: { read(): tf.Tensor };
  }[];
  const alarms = {
    Switch_Mode_Consistency:
      linearCka(training, inference) <= 0.75 ||
      Math.abs(loss - lossInTraining) / Math.max(lossInTraining, 1e-7) > 0.5,
    'statistics at 0 and 1': norms.some(
      ({ movingMean, movingVariance }) =>
        movingMean
          .read()
          .dataSync()
          .every((value) => value === 0) &&
        movingVariance
          .read()
          .dataSync()
          .every((value) => value === 1),
    ),
    'fit against evaluate': Math.abs(fitAccuracy - predictAccuracy) > 0.05,
  };
  tf.dispose([training, inference]);
  return alarms;
}
