import type { LayersModel } from '@tensorflow/tfjs';
import type { BackendReport } from '../backends/Backend';
import { startBackend } from '../backends/startBackend';
import { refuseBrokenForwardKernels } from '../backends/wasm/refuseBrokenForwardKernels';
import { checkOptions } from '../input/checkOptions';
import { inOurWords } from '../input/inOurWords';
import { modelOf } from '../input/modelOf';
import type { Data } from '../input/Data';
import { rowsOf } from '../input/rowsOf';
import { exclusively } from '../backends/exclusively';
import { withSeededRandom } from '../probes/passes/withSeededRandom';
import { forgetLoaded } from '../savedModels/isLoaded';
import type { Recording } from '../probes/recording/Recording';
import { cachedFit } from './cached/cachedFit';
import { refuseUncachable } from './cached/refuseUncachable';
import { builtBy, type ModelFactory } from './builtBy';
import { compile, refuseFrozenModel, refuseUntrainableBatchNorm } from './compile';
import { forgotten } from './forgotten';
import { withOwnOptimizer } from './ownOptimizer';
import { fit } from './fit';
import { refuseBatching, trainable } from './trainable';
import type { TrainedModel } from './TrainedModel';
import { type TrainOptions, trainRules } from './TrainOptions';

/**
 * Compiles a model, fits it under a seed and records the fit. The same seed on the same engine gives the same weights to
 * the bit; `Math.random` is put back afterwards. A factory is called under the seed; a model that is passed in is
 * trained in place, on from its weights, and keeps its own compile unless `optimizer`, `loss` or `metrics` are given.
 *
 * @param subject a factory of a layers model, or the model
 * @param data `{ xs, ys }` with one row per example, which stay the caller's; or a dataset of such batches, which `fitDataset` takes
 * @throws TypeError for what cannot be trained, before anything is changed
 *
 * @example
 * const trained = await train(() => model, { xs, ys }, { epochs: 20, optimizer: 'adam', loss: 'meanSquaredError', seed: 7 });
 */
export async function train<D extends Data>(
  subject: LayersModel | ModelFactory,
  data: D,
  options: TrainOptions = {},
): Promise<TrainedModel<D>> {
  const where = 'train';
  checkOptions(where, options, trainRules);
  const report = await startBackend();
  return exclusively(() =>
    withSeededRandom(options.seed ?? 1, async (drawn) => {
      if (typeof subject !== 'function') {
        const model = modelOf(subject, `The model given to ${where}`);
        return fitted(model, data, options, { report, drawn: drawn() });
      }
      const { model, free } = await builtBy(subject, where);
      let own: TrainOptions = {};
      try {
        own = withOwnOptimizer(options, model);
        return remembered(await fitted(model, data, own, { report, drawn: drawn() }), free);
      } catch (error) {
        free();
        // A copy that was made, and that the model may not have been compiled with yet.
        if (typeof own.optimizer === 'object') own.optimizer.dispose();
        throw error;
      }
    }),
  );
}

async function fitted<D extends Data>(
  model: LayersModel,
  data: D,
  options: TrainOptions,
  circumstances: { readonly report: BackendReport; readonly drawn: number },
): Promise<TrainedModel<D>> {
  refuseBrokenForwardKernels(model);
  refuseUntrainableBatchNorm(model, 'train');
  refuseFrozenModel(model, 'train');
  const rows = await rowsOf(data, model, 'train', trainable(model, options, 'train'));
  try {
    if (rows.streamed) refuseBatching(options, 'train');
    if (options.cache === true) refuseUncachable(model, options, rows);
    compile(model, options, 'train');
    forgetLoaded(model);
    const anew = (): Promise<Recording> => fit(model, rows, data, options);
    const recording =
      options.cache === true && !rows.streamed
        ? await cachedFit(model, rows, options, circumstances, anew)
        : await anew();
    return { model, data, recording, dispose: () => undefined };
  } catch (error) {
    throw inOurWords(error, 'train');
  } finally {
    rows.dispose();
  }
}

/** The model of a factory is ours to free: by `dispose`, or at the end of the test file. */
function remembered<D extends Data>(trained: TrainedModel<D>, free: () => void): TrainedModel<D> {
  const all = forgotten();
  const own: TrainedModel<D> = {
    ...trained,
    dispose: () => {
      if (all.delete(own)) free();
    },
  };
  all.add(own);
  return own;
}
