import { createHash } from 'node:crypto';
import type { LayersModel, Tensor } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { inputRowsOf } from '../../input/rowsOf';
import { inOrder, type Rows } from '../../input/Rows';
import { outputSlots } from '../../input/Slot';
import { predicted } from '../passes/predictions';
import { probing } from '../passes/probing';
import { RecurrentMemory } from '../passes/RecurrentMemory';
import { defaultBatchSize, fixedBatchSize } from '../modes/batchSizeFor';
import { nonFiniteWeight } from '../modes/nonFinite';
import { CollectedOutput } from './CollectedOutput';
import type { PredictedOutput, Predictions } from './Predictions';

/**
 * What `model.predict` gives for every row of `inputs`, output by output. The model is the same to the bit afterwards; a stateful
 * one begins with states of zero.
 *
 * @param inputs rows for the model's inputs, in any form that `xs` may have, or a dataset of such batches
 * @param where who speaks in errors
 */
export async function measurePredictions(
  model: LayersModel,
  inputs: unknown,
  batchSize: number | undefined,
  where: string,
): Promise<Predictions> {
  const rows = await inputRowsOf(inputs, model, where);
  try {
    const size = fixedBatchSize(model) ?? batchSize ?? defaultBatchSize;
    return await probing(model, () => predictionsOf(model, rows, size));
  } finally {
    rows.dispose();
  }
}

async function predictionsOf(model: LayersModel, rows: Rows, batchSize: number): Promise<Predictions> {
  const outputs: CollectedOutput[] = [];
  const hashes: ReturnType<typeof createHash>[] = [];
  const memory = new RecurrentMemory(model);
  try {
    await rows.each(inOrder(rows, batchSize), async ({ xs }) => {
      const tensors = memory.during(() => predicted(model, xs));
      try {
        for (const [i, tensor] of tensors.entries()) {
          const output = (outputs[i] ??= new CollectedOutput(rows.streamed ? undefined : rows.count));
          output.add(tensor, await tensor.data());
        }
      } finally {
        tf.dispose([...tensors]);
      }
      for (const [i, x] of xs.entries()) (hashes[i] ??= hashOf(x)).update(await x.data());
    });
  } finally {
    memory.dispose();
  }
  const names = outputSlots(model).map(({ name }) => name);
  return {
    outputs: outputs.map((output, i): PredictedOutput => ({ name: names[i] ?? '', ...output.result() })),
    inputs: createHash('sha256')
      .update(hashes.map((hash) => hash.digest('hex')).join())
      .digest('hex')
      .slice(0, 16),
    nonFiniteWeight: await nonFiniteWeight(model),
  };
}

/** The same for the same rows in whatever batches. */
function hashOf({ dtype, shape }: Tensor): ReturnType<typeof createHash> {
  return createHash('sha256').update(JSON.stringify([dtype, shape.slice(1)]));
}
