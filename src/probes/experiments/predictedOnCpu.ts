import * as tf from '@tensorflow/tfjs';
import { backendReport } from '../../backends/backendReport';
import { onCpu } from '../../backends/onCpu';
import type { Table } from '../metrics/Table';
import type { Measurement } from '../modes/Measurement';
import type { OnOtherEngine } from './OnOtherEngine';
import { seenOf } from './RowsSeen';

/** The `cpu` engine is plain JavaScript: a large network takes seconds for a row. */
const mostRows = 64;

/** Predicts some of the rows here, and on the `cpu` engine; undefined where that is the one that runs. */
export async function predictedOnCpu(measurement: Measurement): Promise<OnOtherEngine | undefined> {
  const { engine } = backendReport();
  if (engine === 'cpu') return undefined;
  const seen = await seenOf(measurement, mostRows);
  try {
    const here = await seen.predictions('inference');
    const there = await onCpu(() => seen.predictions('inference'));
    return {
      rows: seen.count,
      engine,
      here: await seen.metricsOf(here),
      there: await seen.metricsOf(there),
      largest: largestDifference(here, there),
    };
  } finally {
    tf.dispose([...seen.xs, ...seen.ys]);
  }
}

function largestDifference(some: readonly Table[], others: readonly Table[]): number {
  let largest = 0;
  for (const [i, { values }] of some.entries())
    for (let at = 0; at < values.length; at++) {
      const [a, b] = [values[at]!, others[i]!.values[at]!];
      if (!Object.is(a, b)) largest = Math.max(largest, Math.abs(a - b));
    }
  return largest;
}
