import type { LayersModel, Tensor } from '@tensorflow/tfjs';
import { inputError } from './inputError';

type Shape = readonly (number | null)[];

/** Refuses data whose shapes the model cannot take, and models with several inputs or outputs. */
export function checkShapes(model: LayersModel, xs: Tensor, ys: Tensor, where: string): void {
  // A Sequential without an input shape is built by its first batch: nothing to hold the data against yet.
  if (!model.built) return;
  if (model.inputs.length !== 1 || model.outputs.length !== 1) {
    throw inputError({
      what: `The model given to ${where}`,
      given: `a model with ${model.inputs.length} inputs and ${model.outputs.length} outputs`,
      allowed: 'one input and one output',
      next: 'judge one output at a time: tf.model({ inputs, outputs: model.outputs[0] }) shares the weights',
    });
  }
  checkInputShape(model, xs, where);
  const output = model.outputs[0]!.shape;
  if (!fits(ys.shape, output) && !isIndexForm(ys.shape, output)) {
    throw inputError({
      what: `\`ys\` of ${where}`,
      given: `a tensor of shape ${text(ys.shape)}`,
      allowed: `shape ${text(output)}, the output of the model, or one class index for each of its ${output.at(-1)} columns`,
      next: 'bring the targets into the shape of the output: one-hot for categoricalCrossentropy',
    });
  }
}

/** Refuses inputs whose shape the model cannot take. */
export function checkInputShape(model: LayersModel, xs: Tensor, where: string): void {
  const input = model.built ? model.inputs[0]!.shape : xs.shape;
  if (fits(xs.shape, input)) return;
  throw inputError({
    what: `\`xs\` of ${where}`,
    given: `a tensor of shape ${text(xs.shape)}`,
    allowed: `shape ${text(input)}, the input of the model (null: any size)`,
    next: 'bring the data into the shape that the model was built for',
  });
}

function fits(shape: Shape, pattern: Shape): boolean {
  return (
    shape.length === pattern.length && shape.every((size, i) => pattern[i] === null || pattern[i] === size)
  );
}

/** Class indices: the output's shape without its last axis, or with a last axis of 1. */
function isIndexForm(shape: Shape, output: Shape): boolean {
  const positions = output.slice(0, -1);
  return fits(shape, positions) || fits(shape, [...positions, 1]);
}

function text(shape: Shape): string {
  return `[${shape.map(String).join(', ')}]`;
}
