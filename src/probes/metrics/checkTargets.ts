import type { Tensor } from '@tensorflow/tfjs';
import { inputError } from '../../input/inputError';
import type { KnownLoss } from './knownLosses';

export interface HeldTo {
  /** Undefined for a loss that is not known: its targets are its own affair. */
  readonly loss: KnownLoss | undefined;
  /** Of the output, null where it is free. */
  readonly shape: readonly (number | null)[];
}

/**
 * Refuses targets that the loss cannot be computed from. TensorFlow.js computes a number all the same for some of them:
 * a class index beyond the classes is a row without a class, and whole numbers clipped at 1e-7 are garbage (tfjs clips
 * int32 as float32 on WASM, and to 0 on the CPU backend).
 *
 * @param output in errors, its name where there are several
 */
export async function checkTargets(
  ys: Tensor,
  { loss, shape }: HeldTo,
  where: string,
  output?: string,
): Promise<void> {
  if (loss === undefined) return;
  const what = `\`ys\` of ${output === undefined ? '' : `the output ${output} of `}${where}`;
  const wanted = loss === 'sparseCategoricalCrossentropy' ? shape.slice(0, -1) : shape;
  checkShape(ys, wanted, { loss, shape }, what);
  if (clipped.includes(loss) && ys.dtype !== 'float32') throw wrongType(ys, loss, what);
  if (loss === 'sparseCategoricalCrossentropy') await checkIndices(ys, shape.at(-1) ?? NaN, what);
}

const clipped: readonly KnownLoss[] = [
  'meanAbsolutePercentageError',
  'meanSquaredLogarithmicError',
  'kullbackLeiblerDivergence',
];

function checkShape(ys: Tensor, wanted: HeldTo['shape'], { loss, shape }: HeldTo, what: string): void {
  const filled = [ys.shape[0], ...wanted.slice(1).map((dim, axis) => dim ?? ys.shape[axis + 1] ?? NaN)];
  const size = filled.reduce((a, b) => a * b, 1);
  // Class indices are flattened, and `fit` makes a column of targets with one axis.
  const fits = loss === 'sparseCategoricalCrossentropy' || ys.rank === 1 || filled.join() === ys.shape.join();
  if (Number.isNaN(size) || (ys.size === size && fits)) return;
  throw inputError({
    what,
    given: `a tensor of shape [${ys.shape.join(', ')}] for the loss ${loss ?? 'of its own'}`,
    allowed: `${ys.size === size ? `a tensor of shape [${filled.join(', ')}]` : `${size} numbers`} for an output of shape [${shape.map(String).join(', ')}]`,
    next: 'use one-hot targets with categoricalCrossentropy, class indices with sparseCategoricalCrossentropy',
  });
}

function wrongType(ys: Tensor, loss: KnownLoss, what: string): TypeError {
  return inputError({
    what,
    given: `a tensor of ${ys.dtype} for the loss ${loss}, which tfjs computes wrongly from it`,
    allowed: 'a tensor of float32',
    next: 'pass ys.toFloat()',
  });
}

async function checkIndices(ys: Tensor, classes: number, what: string): Promise<void> {
  const values = await ys.data();
  const wrong = values.findIndex((value) => !Number.isInteger(value) || value < 0 || value >= classes);
  if (wrong === -1) return;
  throw inputError({
    what,
    given: `a tensor with the class index ${String(values[wrong])}`,
    allowed: `whole numbers from 0 to ${classes - 1}, the classes of the model's output`,
    next: 'count classes from 0, or give the output a column for every class',
  });
}
