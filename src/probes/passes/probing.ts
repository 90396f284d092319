import type { LayersModel } from '@tensorflow/tfjs';
import { startBackend } from '../../backends/startBackend';
import { refuseBrokenForwardKernels } from '../../backends/wasm/refuseBrokenForwardKernels';
import { exclusively } from '../../backends/exclusively';
import { inOurWords } from '../../input/inOurWords';
import { withoutTrace } from './withoutTrace';

/**
 * The one way to run a measurement on a model: the engine runs, it computes this model rightly, nothing else runs on
 * it, and the model is the same afterwards.
 */
export async function probing<T>(
  model: LayersModel,
  measure: () => Promise<T>,
  kernels: Parameters<typeof refuseBrokenForwardKernels>[1] = {},
): Promise<T> {
  await startBackend();
  refuseBrokenForwardKernels(model, kernels);
  return exclusively(() =>
    withoutTrace(model, measure).catch((error: unknown) => {
      throw inOurWords(error, 'a measurement');
    }),
  );
}
