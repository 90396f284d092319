import type { LayersModel, Tensor } from '@tensorflow/tfjs';
import { checkInputShape } from './checkShapes';
import { checkFinite, checkTensor } from './checkTensor';
import { inputError } from './inputError';

/** Inputs without targets: a tensor, or the `xs` of `{ xs, ys }`; checked as `rowsOf` checks. */
export async function inputsOf(data: unknown, model: LayersModel, where: string): Promise<Tensor> {
  const xs = typeof data === 'object' && data !== null && 'xs' in data ? data.xs : data;
  const what = `\`xs\` of ${where}`;
  checkTensor(xs, what);
  if (xs.size === 0) {
    throw inputError({
      what,
      given: `a tensor of shape [${xs.shape.join(', ')}]: no rows`,
      allowed: 'at least one row',
      next: 'look at what loads the data',
    });
  }
  checkInputShape(model, xs, where);
  await checkFinite(xs, what);
  return xs;
}
