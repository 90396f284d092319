import * as tf from '@tensorflow/tfjs';
import type { Measurement } from '../modes/Measurement';
import type { MetricValues } from '../recording/Recording';
import { seenOf } from './RowsSeen';

/** Rows that are taken as one batch at most. */
const mostRows = 4096;

/**
 * Precision, recall, and functions of one's own that give one number for a batch: their values for all rows as one batch. Undefined where no
 * metric is of the kind, or there are too many rows to hold.
 */
export async function asOneBatch(measurement: Measurement): Promise<MetricValues | undefined> {
  const { rows, outputs } = measurement;
  const names = outputs
    .flatMap(({ others }) => others)
    .filter(({ batchwise }) => batchwise === true)
    .map(({ name }) => name);
  if (names.length === 0 || rows.streamed || rows.count > mostRows) return undefined;
  const seen = await seenOf(measurement, mostRows);
  try {
    const values = await seen.metricsOf(await seen.predictions('inference'));
    return Object.fromEntries(names.map((name) => [name, values[name]!]));
  } finally {
    tf.dispose([...seen.xs, ...seen.ys]);
  }
}
