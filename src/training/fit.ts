import type { LayersModel, ModelFitArgs, ModelFitDatasetArgs, Tensor } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import type { Data } from '../input/Data';
import type { HeldRows } from '../input/HeldRows';
import type { Rows } from '../input/Rows';
import type { StreamedRows } from '../input/StreamedRows';
import { metricsOf } from '../probes/metrics/metricsOf';
import { FitRecorder, type FitFacts } from '../probes/recording/FitRecorder';
import type { Recording } from '../probes/recording/Recording';
import { progressCallback } from './progressCallback';
import type { TrainOptions } from './TrainOptions';

/** Fits a compiled model on checked rows, and records it. */
export async function fit(
  model: LayersModel,
  rows: HeldRows | StreamedRows,
  data: Data,
  options: TrainOptions,
): Promise<Recording> {
  // The tensors that were made of the caller's arrays are not made a second time.
  const recorded = rows.streamed ? data : { xs: rows.xs, ys: rows.ys };
  const recorder = new FitRecorder(model, recorded, factsOf(options, rows));
  const asFloats = floatTargets(model);
  if (rows.streamed) await model.fitDataset(datasetOf(rows, asFloats), datasetArgs(options, recorder));
  else {
    const ys = rows.ys.map(asFloats);
    try {
      await model.fit([...rows.xs], ys, heldArgs(options, recorder));
    } finally {
      tf.dispose(ys);
    }
  }
  return recorder.recording;
}

/** tfjs' losses take whole numbers for an error or compute wrongly from them; a function of one's own gets what it was given. */
function floatTargets(model: LayersModel): (ys: Tensor, output: number) => Tensor {
  const outputs = metricsOf(model, 'train');
  return (ys, output) =>
    outputs[output]!.loss.resolved === undefined ? tf.clone(ys) : tf.cast(ys, 'float32');
}

/** A dataset may shuffle or not; nobody tells. */
function factsOf({ seed, classWeight, shuffle }: TrainOptions, { streamed }: Rows): FitFacts {
  return {
    seed: seed ?? 1,
    ...(streamed ? {} : { shuffled: shuffle ?? true }),
    ...(classWeight === undefined ? {} : { classWeight }),
  };
}

type Common = Pick<ModelFitArgs, 'epochs' | 'callbacks' | 'classWeight'> & { readonly verbose: number };

function commonArgs({ epochs = 1, classWeight, callbacks }: TrainOptions, recorder: FitRecorder): Common {
  const theirs = callbacks === undefined ? [] : [callbacks].flat();
  return {
    epochs,
    // 0 keeps tfjs-node from printing a bar of its own; the enum that its type asks for is not exported.
    verbose: 0,
    // Theirs first: tfjs takes the whole list as it is when the first is a tf.Callback, and wraps it otherwise.
    callbacks: [...theirs, recorder, ...progressCallback(epochs)],
    ...(classWeight === undefined ? {} : { classWeight }),
  };
}

function heldArgs(options: TrainOptions, recorder: FitRecorder): ModelFitArgs {
  const { batchSize = 32, shuffle = true, validationData } = options;
  const args: Common & Omit<ModelFitArgs, 'verbose'> = {
    ...commonArgs(options, recorder),
    batchSize,
    shuffle,
    ...(validationData === undefined ? {} : { validationData }),
  };
  return args;
}

function datasetArgs(options: TrainOptions, recorder: FitRecorder): ModelFitDatasetArgs<never> {
  const { validationData } = options;
  return {
    ...commonArgs(options, recorder),
    ...(validationData === undefined ? {} : { validationData }),
  } as ModelFitDatasetArgs<never>;
}

/** The checked batches as a dataset, which is all that `fitDataset` asks for; it disposes what it is given. */
function datasetOf(
  rows: StreamedRows,
  asFloats: ReturnType<typeof floatTargets>,
): Parameters<LayersModel['fitDataset']>[0] {
  const dataset = {
    size: null,
    iterator: async () => rows.iterator(asFloats),
  };
  return dataset as unknown as Parameters<LayersModel['fitDataset']>[0];
}
