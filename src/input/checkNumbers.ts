import type { Tensor } from '@tensorflow/tfjs';
import { checkFinite, checkLabels, checkLookUp } from './checkTensor';
import type { Slot } from './Slot';
import { nameOf } from './valuesBySlot';

/** Reads every tensor, for NaN and Infinity, inputs for numbers that an Embedding does not know, and targets for labels that are no numbers. */
export async function checkNumbers(
  sides: {
    readonly xs: readonly Tensor[];
    readonly ys: readonly Tensor[];
    readonly inputs: readonly Slot[];
    readonly outputs: readonly Slot[];
    /** Rows that came before. */
    readonly before: number;
  },
  where: string,
): Promise<void> {
  const { xs, ys, inputs, outputs, before } = sides;
  for (const [i, x] of xs.entries()) {
    const what = nameOf(inputs[i]!, inputs, { side: 'xs', where });
    await checkFinite(x, what, before);
    await checkLookUp(x, inputs[i]!.lookUp, what, before);
  }
  for (const [i, y] of ys.entries()) {
    const what = nameOf(outputs[i]!, outputs, { side: 'ys', where });
    await checkFinite(y, what, before);
    await checkLabels(y, what);
  }
}
