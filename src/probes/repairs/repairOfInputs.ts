import type { LayersModel } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { HeldRows } from '../../input/HeldRows';
import { gathered, type Look, type RowsSeen, seenOf } from '../experiments/RowsSeen';
import { tableOf } from '../metrics/Table';
import { isOfClass } from '../model/className';
import { layersOf } from '../model/layersOf';
import type { Measurement } from '../modes/Measurement';
import { type FoundRepair, type Keeps, nearlyKept, type Repairs } from './FoundRepair';
import { type InputMap, inputMaps, type Range } from './inputMaps';
import { isBeyondChance } from './isBeyondChance';
import { paddingMaps } from './padding';

/** Rows on which maps of inputs are tried. */
const mostRows = 256;

/** Inputs that were prepared in another way; the first map that brings back what fit promised. */
export async function repairOfInputs(
  measurement: Measurement,
  keeps: Keeps,
  through: readonly Look[],
  repairs: Repairs,
): Promise<FoundRepair | undefined> {
  const seen = await seenOf(measurement, mostRows);
  try {
    const plausibleOnes = await plausible(measurement.model, seen);
    const candidates = plausibleOnes.filter(({ map }) => repairs === 'all' || map.usesStatistics !== true);
    for (const look of through) {
      // What is right already is kept by every map that BatchNorm makes good.
      if (look === 'training' && keeps(await seen.metricsOf(await seen.predictions(look)), nearlyKept)) break;
      for (const { input, map } of candidates)
        if (await restores(seen, look, input, map, keeps)) return await withInputs(input, map, measurement);
    }
    return undefined;
  } finally {
    tf.dispose([...seen.xs, ...seen.ys]);
  }
}

interface Candidate {
  readonly input: number;
  readonly map: InputMap;
}

async function plausible(model: LayersModel, seen: RowsSeen): Promise<readonly Candidate[]> {
  const candidates: Candidate[] = [];
  const hasEmbedding = layersOf(model).some(({ layer }) => isOfClass(layer, 'Embedding'));
  for (const [input, x] of seen.xs.entries()) {
    const range = rangeOf(await x.data());
    const areWords = x.dtype !== 'float32' || (hasEmbedding && (await x.data()).every(Number.isInteger));
    // Only where padding stands can be wrong with words.
    const maps = areWords ? paddingMaps : [...inputMaps, ...paddingMaps];
    for (const map of maps) if (map.isPlausible(range, x)) candidates.push({ input, map });
  }
  return candidates;
}

function rangeOf(values: ArrayLike<number>): Range {
  let [min, max, sum, squares] = [Infinity, -Infinity, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    min = Math.min(min, value);
    max = Math.max(max, value);
    sum += value;
    squares += value * value;
  }
  const mean = sum / values.length;
  return { min, max, mean, deviation: Math.sqrt(Math.max(0, squares / values.length - mean * mean)) };
}

async function restores(
  seen: RowsSeen,
  look: Look,
  input: number,
  { apply }: InputMap,
  keeps: Keeps,
): Promise<boolean> {
  const mapped = tf.tidy(() => apply(seen.xs[input]!));
  try {
    const xs = seen.xs.map((x, i) => (i === input ? mapped : x));
    const predictions = await seen.predictions(look, xs);
    if (!keeps(await seen.metricsOf(predictions))) return false;
    const targets = await Promise.all(seen.ys.map((y, i) => tableOf(y, predictions[i]!.shape.length)));
    return isBeyondChance(targets, predictions, inputMaps.length);
  } finally {
    mapped.dispose();
  }
}

async function withInputs(input: number, map: InputMap, measurement: Measurement): Promise<FoundRepair> {
  const { xs, ys } = await gathered(measurement, Infinity);
  const mapped = tf.tidy(() => map.apply(xs[input]!));
  const repaired = xs.map((x, i) => (i === input ? mapped : x));
  xs[input]!.dispose();
  const name = measurement.model.inputNames.length > 1 ? measurement.model.inputNames[input] : undefined;
  return {
    found: {
      repair: { kind: 'inputs', map: map.name, input: name, isPadding: map.isPadding === true },
      rivals: [],
    },
    rows: new HeldRows(repaired, ys, [...repaired, ...ys]),
  };
}
