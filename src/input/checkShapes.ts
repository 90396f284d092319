import type { Tensor } from '@tensorflow/tfjs';
import { inputError } from './inputError';
import type { Slot } from './Slot';

type Shape = readonly (number | null)[];

/** Refuses inputs whose shape the model cannot take. */
export function checkInputShape(tensor: Tensor, { shape }: Slot, what: string): void {
  if (shape === undefined || fits(tensor.shape, shape) || isColumn(tensor.shape, shape)) return;
  throw inputError({
    what,
    given: `a tensor of shape ${text(tensor.shape)}`,
    allowed: `shape ${text(shape)}, the input of the model (null: any size)`,
    next: 'bring the data into the shape that the model was built for',
  });
}

/** Refuses targets that can be neither values of the output nor class indices for it. */
export function checkTargetShape(tensor: Tensor, { shape }: Slot, what: string): void {
  if (shape === undefined || fits(tensor.shape, shape) || isIndexForm(tensor.shape, shape)) return;
  throw inputError({
    what,
    given: `a tensor of shape ${text(tensor.shape)}`,
    allowed: `shape ${text(shape)}, the output of the model, or one class index for each of its ${shape.at(-1)} columns`,
    next: 'bring the targets into the shape of the output: one-hot for categoricalCrossentropy',
  });
}

/** Refuses rows of which the inputs and outputs do not have the same number, or none. */
export function checkCounts(xs: readonly Tensor[], ys: readonly Tensor[], where: string): void {
  const counts = [...xs, ...ys].map(({ shape }) => shape[0] ?? 0);
  const shapes = (tensors: readonly Tensor[]): string => tensors.map(({ shape }) => text(shape)).join(', ');
  if (counts.some((count) => count === 0)) {
    throw inputError({
      what: `The data of ${where}`,
      given: `xs of shape ${shapes(xs)}${ys.length > 0 ? ` and ys of shape ${shapes(ys)}` : ''}: no rows`,
      allowed: 'at least one row',
      next: 'look at what loads the data: an empty selection passes every test by accident',
    });
  }
  if (new Set(counts).size === 1) return;
  const rows = (tensors: readonly Tensor[]): string =>
    [...new Set(tensors.map(({ shape }) => String(shape[0])))].join(' and ');
  throw inputError({
    what: `The data of ${where}`,
    given:
      ys.length > 0 ? `${rows(xs)} rows of xs and ${rows(ys)} rows of ys` : `${rows(xs)} rows in its inputs`,
    allowed: 'as many rows of xs as of ys, in every input and output',
    next: 'pass the targets that belong to these inputs',
  });
}

function fits(shape: Shape, pattern: Shape): boolean {
  return (
    shape.length === pattern.length &&
    shape.every((size, i) => i === 0 || pattern[i] == null || pattern[i] === size)
  );
}

/** `[rows]` where `[rows, 1]` is due: tfjs adds the axis. */
function isColumn(shape: Shape, pattern: Shape): boolean {
  return shape.length === 1 && pattern.length === 2 && (pattern[1] === 1 || pattern[1] === null);
}

/** Class indices: the output's shape without its last axis, or with a last axis of 1. */
function isIndexForm(shape: Shape, output: Shape): boolean {
  const positions = output.slice(0, -1);
  return fits(shape, positions) || fits(shape, [...positions, 1]);
}

function text(shape: Shape): string {
  return `[${shape.map(String).join(', ')}]`;
}
