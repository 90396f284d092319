import * as tf from '@tensorflow/tfjs';
import { given } from '../input/given';
import { inputError } from '../input/inputError';
import type { Data, Side } from '../input/Data';
import { inputRowsOf } from '../input/rowsOf';
import type { Moments } from '../numeric/Moments';
import { populationStatistics } from '../probes/batchNorm/populationStatistics';
import { type BatchNormalization, batchNormLayersOf } from '../probes/model/batchNormLayersOf';
import { probing } from '../probes/passes/probing';
import {
  checkProbeOptions,
  plannedWith,
  type ProbeOptions,
  recordingIn,
} from '../probes/subject/probeOptions';
import { type LiveSubject, subjectOf } from '../probes/subject/subjectOf';

const where = 'recalibrateBatchNorm';

/**
 * Replaces the moving statistics of every BatchNorm layer by population statistics: the exact mean and the biased
 * variance of its input over all rows. Nothing else of the model is changed; when it throws, nothing at all.
 *
 * @param subject a model from `train`, or a layers model
 * @param data the inputs alone, or `{ xs, ys }`, or a dataset of such batches. Default: those that the subject was trained on
 * @param options `batchSize`: rows in a batch, since upstream layers run on batch statistics. Default: the fit's, else 32
 * @returns how many layers were recalibrated
 * @throws TypeError for a model without BatchNorm layers, and for data or options that cannot be used
 */
export async function recalibrateBatchNorm(
  subject: LiveSubject,
  data?: Side | Data,
  options: ProbeOptions = {},
): Promise<number> {
  checkProbeOptions(where, options);
  if (typeof subject === 'string') throw notInPlace(subject);
  const { model, recording: carried, data: trainedOn } = subjectOf(subject, where);
  const layers = batchNormLayersOf(model);
  if (layers.length === 0) throw nothingToRecalibrate();
  const recording = recordingIn(options.recording, where) ?? carried;
  const plan = { ...plannedWith(options), batchSize: options.batchSize ?? recording?.batchSize ?? 32 };
  const rows = await inputRowsOf(data ?? trainedOn, model, where);

  const statistics = await probing(model, () => populationStatistics(model, rows, plan), {
    batchNormIsOurs: true,
  }).finally(() => rows.dispose());
  for (const { path, layer } of layers) checkFiniteMoments(path, statistics.get(layer));
  for (const [layer, moments] of statistics) install(layer, moments);
  return statistics.size;
}

/** `assign` and not `setWeights`: it writes what it is given, past constraints. */
function install({ movingMean, movingVariance }: BatchNormalization, { mean, variance }: Moments): void {
  tf.tidy(() => {
    movingMean.val.assign(tf.tensor1d(Float32Array.from(mean)));
    movingVariance.val.assign(tf.tensor1d(Float32Array.from(variance)));
  });
}

function checkFiniteMoments(path: string, moments: Moments | undefined): void {
  if (moments === undefined || [...moments.mean, ...moments.variance].every(Number.isFinite)) return;
  throw inputError({
    what: `The input of the BatchNorm layer ${path}`,
    given: 'NaN or Infinity for these rows',
    allowed: 'finite numbers',
    next: 'find the layer above it whose weights or outputs are not finite: recalibration cannot repair those',
  });
}

/** A file would stay as it is, or be changed behind the back of whoever keeps it. */
function notInPlace(path: string): TypeError {
  return inputError({
    what: `The subject of ${where}`,
    given: given(path),
    allowed: 'a model in memory, which is changed in place: not the path of a saved one',
    next: 'load it, const model = await loadModel(path), recalibrate it, and save it: await saveModel(model, path)',
  });
}

function nothingToRecalibrate(): TypeError {
  return inputError({
    what: `The model given to ${where}`,
    given: 'without a BatchNorm layer',
    allowed: 'a model with at least one BatchNorm layer that is built',
    next: 'leave the call out',
  });
}
