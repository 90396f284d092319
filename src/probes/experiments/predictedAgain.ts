import * as tf from '@tensorflow/tfjs';
import type { Measurement } from '../modes/Measurement';
import type { Repeated } from './Repeated';
import { isStateful } from '../passes/RecurrentMemory';
import { seenOf } from './RowsSeen';

/** Rows that are predicted twice. */
const mostRows = 256;

/** Predicts the same rows twice, each batch from reset states. */
export async function predictedAgain(measurement: Measurement): Promise<Repeated> {
  const { model } = measurement;
  const seen = await seenOf(measurement, mostRows);
  try {
    const [first, second] = [await seen.predictions('inference'), await seen.predictions('inference')];
    const differs = first.some(({ values }, i) =>
      values.some((value, at) => !Object.is(value, second[i]!.values[at])),
    );
    return { differs, withoutMemory: isStateful(model) ? await seen.metricsOf(first) : undefined };
  } finally {
    tf.dispose([...seen.xs, ...seen.ys]);
  }
}
