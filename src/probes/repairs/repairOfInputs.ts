import type { LayersModel } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { HeldRows } from '../../input/HeldRows';
import { gathered, type Look, type RowsSeen, seenOf } from '../experiments/RowsSeen';
import { type Table, tableOf } from '../metrics/Table';
import { isOfClass } from '../model/className';
import { layersOf } from '../model/layersOf';
import type { Measurement } from '../modes/Measurement';
import { type FoundRepair, type Keeps, nearlyKept, type Repairs } from './FoundRepair';
import { type InputMap, inputMaps, type Range } from './inputMaps';
import { isBeyondChance } from './isBeyondChance';
import { paddingMaps } from './padding';

/** Rows on which maps of inputs are tried. */
const mostRows = 256;

/** How far the search goes. */
export interface Search {
  readonly through: readonly Look[];
  readonly repairs: Repairs;
  /** What it may cost, in predictions of all rows. */
  readonly predictions: number;
}

/** Of the predictions that a search may cost, those that are kept for maps that passed the first look at fewer rows. */
const forConfirmation = 2;

/** A first look at few rows lets pass what misses the promise by so many tolerances. */
const lenient = 4;

/** Rows that a first look takes at least. */
const fewestRows = 16;

/**
 * Inputs that were prepared in another way; the first map that brings back what fit promised, the most common tried first. All are looked at on
 * as many rows as the search may cost, and what promises well on all of them; in training mode where something is left to spend.
 */
export async function repairOfInputs(
  measurement: Measurement,
  keeps: Keeps,
  { through, repairs, predictions }: Search,
): Promise<FoundRepair | undefined> {
  const seen = await seenOf(measurement, mostRows);
  try {
    const plausibleOnes = await plausible(measurement.model, seen);
    const candidates = plausibleOnes.filter(({ map }) => repairs === 'all' || map.usesStatistics !== true);
    const affordable = predictions * measurement.rows.count;
    const first = await seenOf(measurement, rowsOfFirstLook(affordable, measurement, candidates.length));
    let left = affordable;
    const spend = (rows: RowsSeen): boolean => (left -= rows.count) >= 0;
    try {
      for (const look of through) {
        // What is right already is kept by every map that BatchNorm makes good.
        if (look === 'training') {
          if (!spend(seen) || keeps(await seen.metricsOf(await seen.predictions(look)), nearlyKept)) break;
        }
        const found = await firstThatRestores(candidates, look, keeps, { first, seen, spend });
        if (found !== undefined) return await withInputs(found.input, found.map, measurement);
      }
      return undefined;
    } finally {
      tf.dispose([...first.xs, ...first.ys]);
    }
  } finally {
    tf.dispose([...seen.xs, ...seen.ys]);
  }
}

interface Spending {
  /** For a first look, and for a second one. */
  readonly first: RowsSeen;
  readonly seen: RowsSeen;
  /** False where a prediction of such rows would cost too much. */
  readonly spend: (rows: RowsSeen) => boolean;
}

async function firstThatRestores(
  candidates: readonly Candidate[],
  look: Look,
  keeps: Keeps,
  { first, seen, spend }: Spending,
): Promise<Candidate | undefined> {
  for (const candidate of candidates) {
    if (!spend(first)) return undefined;
    const promising = await first.metricsOf(await mappedPredictions(first, look, candidate));
    if (!keeps(promising, lenient)) continue;
    if (!spend(seen)) return undefined;
    if (await restores(seen, look, candidate, keeps)) return candidate;
  }
  return undefined;
}

/** So many that every map can be looked at, and one be confirmed. */
function rowsOfFirstLook(affordable: number, { rows, plan }: Measurement, candidates: number): number {
  if (affordable === Infinity) return mostRows;
  const each = (affordable - forConfirmation * Math.min(rows.count, mostRows)) / Math.max(1, candidates);
  return Math.min(mostRows, Math.max(fewestRows, plan.batchSize, Math.floor(each)));
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

/** What the model gives with a map applied to one of its inputs. */
async function mappedPredictions(
  seen: RowsSeen,
  look: Look,
  { input, map }: Candidate,
): Promise<readonly Table[]> {
  const mapped = tf.tidy(() => map.apply(seen.xs[input]!));
  try {
    return await seen.predictions(
      look,
      seen.xs.map((x, i) => (i === input ? mapped : x)),
    );
  } finally {
    mapped.dispose();
  }
}

async function restores(seen: RowsSeen, look: Look, candidate: Candidate, keeps: Keeps): Promise<boolean> {
  const predictions = await mappedPredictions(seen, look, candidate);
  if (!keeps(await seen.metricsOf(predictions))) return false;
  const targets = await Promise.all(seen.ys.map((y, i) => tableOf(y, predictions[i]!.shape.length)));
  return isBeyondChance(targets, predictions, inputMaps.length);
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
