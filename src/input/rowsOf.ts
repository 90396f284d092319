import type { LayersModel, Tensor } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { checkCounts } from './checkShapes';
import { checkNumbers } from './checkNumbers';
import { datasetOf } from './datasetOf';
import { given, isPromise } from './given';
import { HeldRows } from './HeldRows';
import { inputError } from './inputError';
import type { Rows } from './Rows';
import { inputSlots, outputSlots, type Slot } from './Slot';
import { StreamedRows, type TakenBatch } from './StreamedRows';
import { takeSide } from './takeSide';
import { tensorsIn } from './tensorsIn';

/** A check of the targets that the shape of the output does not tell, such as what a loss allows. */
export type TargetCheck = (ys: readonly Tensor[]) => Promise<void>;

interface Wanted {
  readonly inputs: readonly Slot[];
  /** None where only inputs are asked for. */
  readonly outputs: readonly Slot[];
  readonly check?: TargetCheck;
  /** Rows of a stream that came before. */
  readonly before?: number;
}

/**
 * The rows in `data`, checked against the model and read once for NaN and Infinity: those in memory here and now, those of
 * a stream while they pass. To be disposed by the caller.
 */
export async function rowsOf(
  data: unknown,
  model: LayersModel,
  where: string,
  check: TargetCheck = async () => undefined,
): Promise<HeldRows | StreamedRows> {
  return rowsWith(data, { inputs: inputSlots(model), outputs: outputSlots(model), check }, where);
}

/** Rows without targets: inputs alone, or the `xs` of `{ xs, ys }`. */
export async function inputRowsOf(data: unknown, model: LayersModel, where: string): Promise<Rows> {
  return rowsWith(data, { inputs: inputSlots(model), outputs: [] }, where);
}

async function rowsWith(data: unknown, wanted: Wanted, where: string): Promise<HeldRows | StreamedRows> {
  const dataset = datasetOf(data, where);
  if (dataset !== undefined)
    return new StreamedRows(
      dataset,
      (element, before) => taken(element, { ...wanted, before }, where),
      where,
    );
  const { xs, ys, made } = await takenWith(data, wanted, where);
  return new HeldRows(xs, ys, made);
}

/** A batch of a stream: its tensors belong to whoever takes it out, as with `fitDataset`. */
async function taken(element: unknown, wanted: Wanted, where: string): Promise<TakenBatch> {
  const theirs = tensorsIn(element);
  try {
    const { xs, ys, made } = await takenWith(element, wanted, where);
    return { xs, ys, all: [...theirs, ...made] };
  } catch (error) {
    tf.dispose([...theirs]);
    throw error;
  }
}

async function takenWith(
  data: unknown,
  { inputs, outputs, check, before = 0 }: Wanted,
  where: string,
): Promise<{ xs: readonly Tensor[]; ys: readonly Tensor[]; made: readonly Tensor[] }> {
  const given = sidesOf(data, outputs.length > 0, where);
  const made: Tensor[] = [];
  try {
    const xs = takeSide(given.xs, inputs, { side: 'xs', where });
    made.push(...xs.made);
    const ys = outputs.length === 0 ? noSide : takeSide(given.ys, outputs, { side: 'ys', where });
    made.push(...ys.made);
    checkCounts(xs.tensors, ys.tensors, where);
    await checkNumbers({ xs: xs.tensors, ys: ys.tensors, inputs, outputs, before }, where);
    await check?.(ys.tensors);
    return { xs: xs.tensors, ys: ys.tensors, made };
  } catch (error) {
    tf.dispose(made);
    throw error;
  }
}

const noSide = { tensors: [], made: [] };

function sidesOf(data: unknown, targets: boolean, where: string): { xs: unknown; ys?: unknown } {
  const pair = typeof data === 'object' && data !== null && 'xs' in data ? data : undefined;
  if (pair !== undefined && (!targets || 'ys' in pair)) return onlySides(pair, where);
  if (!targets) return { xs: data };
  throw inputError({ what: `The data of ${where}`, given: given(data), allowed, next: nextFor(data) });
}

const allowed =
  '{ xs, ys }: tensors, typed arrays with a shape, or nested numbers, one row per example; or a tf.data dataset of such batches';

function nextFor(data: unknown): string {
  if (data === undefined)
    return 'pass the data that the model was trained on, or a model from train(), which carries it';
  return isPromise(data) ? 'await it' : 'pass { xs, ys } as the data; options come after it';
}

/** An option among the data would be passed over in silence. */
function onlySides(pair: object, where: string): { xs: unknown; ys?: unknown } {
  const more = Object.keys(pair).filter((name) => name !== 'xs' && name !== 'ys');
  if (more.length === 0) return pair as { xs: unknown; ys?: unknown };
  throw inputError({
    what: `The data of ${where}`,
    given: `an object with ${Object.keys(pair).join(', ')}`,
    allowed: 'xs and ys',
    next: `pass ${more.join(', ')} as an option, after the data`,
  });
}
