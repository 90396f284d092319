import type { LayersModel } from '@tensorflow/tfjs';
import { inputError } from '../../input/inputError';
import { batchNormLayersOf } from '../model/batchNormLayersOf';
import type { Rows } from '../../input/Rows';
import type { Recording } from '../recording/Recording';

/** tfjs' default for `fit` and `predict`; what it is does not matter to a model without BatchNorm, nor to a prediction. */
export const defaultBatchSize = 32;

/** Rows in a batch of the fit: what batch statistics depend on. A stream has batches of its own, which count. */
export function batchSizeFor(
  model: LayersModel,
  rows: Rows,
  asked: number | undefined,
  recording: Recording | undefined,
  where: string,
): number {
  const known = fixedBatchSize(model) ?? asked ?? recording?.batchSize;
  if (known !== undefined) return known;
  if (rows.streamed || batchNormLayersOf(model).length === 0) return defaultBatchSize;
  throw inputError({
    what: `The batch size for ${where}`,
    given: 'not known: a model without a recording does not tell it',
    allowed: 'the batch size of the fit, which batch statistics depend on',
    next: 'pass { batchSize: 32 } (whichever the fit had), or a model from train()',
  });
}

/** Stateful models are made for one batch size. A Sequential that is not built yet may know it, and may have no inputs. */
export function fixedBatchSize(model: LayersModel): number | undefined {
  const inputs = model.inputs as typeof model.inputs | undefined;
  return inputs?.[0]?.shape[0] ?? undefined;
}
