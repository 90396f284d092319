import type { LayersModel, Tensor } from '@tensorflow/tfjs';
import { checkShapes } from './checkShapes';
import { checkFinite, checkTensor } from './checkTensor';
import { given } from './given';
import { inputError } from './inputError';
import type { Rows } from './Rows';

const allowed = '{ xs, ys }: two tensors with one row per example along their first axis';

/** The rows in `data`, checked against the model and read once for NaN and Infinity. */
export async function rowsOf(data: unknown, model: LayersModel, where: string): Promise<Rows> {
  const { xs, ys } = pairOf(data, where);
  checkTensor(xs, `\`xs\` of ${where}`);
  checkTensor(ys, `\`ys\` of ${where}`);
  checkCounts(xs, ys, where);
  checkShapes(model, xs, ys, where);
  await checkFinite(xs, `\`xs\` of ${where}`);
  await checkFinite(ys, `\`ys\` of ${where}`);
  await checkLabels(ys, `\`ys\` of ${where}`);
  return { count: xs.shape[0], xs, ys };
}

/** `oneHot(..., 'float32')` writes the integer 1 into float memory on WASM: a label of 1.4e-45, and nothing to learn. */
async function checkLabels(ys: Tensor, what: string): Promise<void> {
  if (ys.dtype !== 'float32') return;
  const values = Float32Array.from(await ys.data());
  const largest = values.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  if (largest === 0 || largest >= 1e-37) return;
  throw inputError({
    what,
    given: `a tensor whose largest number is ${largest}`,
    allowed: 'targets that are not all 0 within the precision of float32',
    next: "if they come from tf.oneHot(indices, depth, 1, 0, 'float32'), use tf.oneHot(indices, depth).toFloat(): the former is broken on WASM",
  });
}

function pairOf(data: unknown, where: string): { readonly xs: Tensor; readonly ys: Tensor } {
  if (typeof data === 'object' && data !== null && 'xs' in data && 'ys' in data) {
    return data as { xs: Tensor; ys: Tensor };
  }
  throw inputError({
    what: `The data of ${where}`,
    given: given(data),
    allowed,
    next:
      data === undefined
        ? 'pass the data that the model was trained on, or a model from train(), which carries it'
        : 'pass { xs, ys } as the data; options come after it',
  });
}

function checkCounts(xs: Tensor, ys: Tensor, where: string): void {
  const [xRows, yRows] = [xs.shape[0], ys.shape[0]];
  if (xRows === undefined || yRows === undefined || xRows === 0 || yRows === 0) {
    throw inputError({
      what: `The data of ${where}`,
      given: `xs of shape [${xs.shape.join(', ')}] and ys of shape [${ys.shape.join(', ')}]: no rows`,
      allowed: 'at least one row',
      next: 'look at what loads the data: an empty selection passes every test by accident',
    });
  }
  if (xRows !== yRows) {
    throw inputError({
      what: `The data of ${where}`,
      given: `${xRows} rows of xs and ${yRows} rows of ys`,
      allowed: 'as many rows of xs as of ys',
      next: 'pass the targets that belong to these inputs',
    });
  }
}
