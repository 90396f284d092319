import type { LayersModel, ModelFitArgs } from '@tensorflow/tfjs';
import { startBackend } from '../backends/startBackend';
import { refuseBrokenForwardKernels } from '../backends/wasm/refuseBrokenForwardKernels';
import { checkOptions } from '../input/checkOptions';
import { modelOf } from '../input/modelOf';
import type { Data } from '../input/Rows';
import { rowsOf } from '../input/rowsOf';
import { checkTargets } from '../probes/metrics/checkTargets';
import { isLossName } from '../probes/metrics/lossFunctions';
import { exclusively } from '../probes/passes/exclusively';
import { withSeededRandom } from '../probes/passes/withSeededRandom';
import { FitRecorder } from '../probes/recording/FitRecorder';
import { builtBy, type ModelFactory } from './builtBy';
import { compile, refuseUntrainableBatchNorm } from './compile';
import { forgotten } from './forgotten';
import { withOwnOptimizer } from './ownOptimizer';
import { progressCallback } from './progressCallback';
import type { TrainedModel } from './TrainedModel';
import { type TrainOptions, trainRules } from './TrainOptions';

/**
 * Compiles a model, fits it under a seed and records the fit. The same seed on the same engine gives the same weights to
 * the bit; `Math.random` is put back afterwards. A factory is called under the seed; a model that is passed in is
 * trained in place, on from its weights, and keeps its own compile unless `optimizer`, `loss` or `metrics` are given.
 *
 * @param subject a factory of a layers model, or the model
 * @param data `{ xs, ys }`, tensors with one row per example; they stay the caller's
 * @throws TypeError for what cannot be trained, before anything is changed
 *
 * @example
 * const trained = await train(() => model, { xs, ys }, { epochs: 20, optimizer: 'adam', loss: 'meanSquaredError', seed: 7 });
 */
export async function train(
  subject: LayersModel | ModelFactory,
  data: Data,
  options: TrainOptions = {},
): Promise<TrainedModel> {
  const where = 'train';
  checkOptions(where, options, trainRules);
  await startBackend();
  return exclusively(() =>
    withSeededRandom(options.seed ?? 1, async () => {
      if (typeof subject !== 'function')
        return fitted(modelOf(subject, `The model given to ${where}`), data, options);
      const { model, free } = await builtBy(subject, where);
      try {
        return remembered(await fitted(model, data, withOwnOptimizer(options, model)), free);
      } catch (error) {
        free();
        throw error;
      }
    }),
  );
}

async function fitted(model: LayersModel, data: Data, options: TrainOptions): Promise<TrainedModel> {
  refuseBrokenForwardKernels(model);
  refuseUntrainableBatchNorm(model, 'train');
  const { xs, ys } = await rowsOf(data, model, 'train');
  const loss = options.loss ?? model.loss;
  if (model.built && isLossName(loss))
    await checkTargets(ys, { loss, shape: model.outputs[0]!.shape }, 'train');
  compile(model, options, 'train');
  const recorder = new FitRecorder(model, data, factsOf(options));
  await model.fit(xs, ys, fitArgs(options, recorder));
  return { model, data, recording: recorder.recording, dispose: () => undefined };
}

function factsOf({ seed, classWeight }: TrainOptions): ConstructorParameters<typeof FitRecorder>[2] {
  const single = classWeight as Readonly<Record<string, number>> | undefined;
  return { seed: seed ?? 1, ...(single === undefined ? {} : { classWeight: single }) };
}

function fitArgs(options: TrainOptions, recorder: FitRecorder): ModelFitArgs {
  const { epochs = 1, batchSize = 32, shuffle = true, classWeight, validationData, callbacks } = options;
  const theirs = callbacks === undefined ? [] : [callbacks].flat();
  // The type of `verbose` is an enum that tfjs does not export; 0 keeps tfjs-node from printing a bar of its own.
  const args: Omit<ModelFitArgs, 'verbose'> & { verbose: number } = {
    epochs,
    batchSize,
    shuffle,
    verbose: 0,
    // Theirs first: tfjs takes the whole list as it is when the first is a tf.Callback, and wraps it otherwise.
    callbacks: [...theirs, recorder, ...progressCallback(epochs)],
    ...(classWeight === undefined ? {} : { classWeight }),
    ...(validationData === undefined ? {} : { validationData }),
  };
  return args;
}

/** The model of a factory is ours to free: by `dispose`, or at the end of the test file. */
function remembered(trained: TrainedModel, free: () => void): TrainedModel {
  const all = forgotten();
  const own: TrainedModel = {
    ...trained,
    dispose: () => {
      if (all.delete(own)) free();
    },
  };
  all.add(own);
  return own;
}
