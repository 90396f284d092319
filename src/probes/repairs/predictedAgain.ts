import * as tf from '@tensorflow/tfjs';
import type { Measurement } from '../modes/Measurement';
import type { Repeated } from '../modes/Repeated';
import { isStateful } from '../passes/RecurrentMemory';
import { gathered, RowsSeen } from './RowsSeen';

/** Rows that are predicted twice. */
const mostRows = 256;

/** Predicts the same rows twice, each batch from reset states. */
export async function predictedAgain(measurement: Measurement): Promise<Repeated> {
  const { model, metrics, plan } = measurement;
  const { xs, ys } = await gathered(measurement, mostRows);
  try {
    const seen = new RowsSeen(model, xs, ys, metrics, plan);
    const [first, second] = [await seen.predictions('inference'), await seen.predictions('inference')];
    const differs = first.some(({ values }, i) =>
      values.some((value, at) => !Object.is(value, second[i]!.values[at])),
    );
    return { differs, withoutMemory: isStateful(model) ? await seen.metricsOf(first) : undefined };
  } finally {
    tf.dispose([...xs, ...ys]);
  }
}
