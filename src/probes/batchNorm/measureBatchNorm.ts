import type { LayersModel } from '@tensorflow/tfjs';
import { inputError } from '../../input/inputError';
import type { Data } from '../../input/Data';
import type { Rows } from '../../input/Rows';
import { rowsOf } from '../../input/rowsOf';
import { batchNormLayersOf } from '../model/batchNormLayersOf';
import { batchSizeFor } from '../modes/batchSizeFor';
import { nonFiniteWeight } from '../modes/nonFinite';
import { type SurveyPlan, surveyModes } from '../modes/surveyModes';
import { probing } from '../passes/probing';
import type { Recording } from '../recording/Recording';
import { weightsDigest } from '../recording/weightsDigest';
import { checkProbeOptions, plannedWith, type ProbeOptions, recordingIn } from '../subject/probeOptions';
import type { ModelSubject, Subject } from '../subject/subjectOf';
import { withSubject } from '../subject/withSubject';
import type { BatchNormStatistics } from './BatchNormStatistics';
import { type IsEnough, SwappedTally } from './SwappedTally';

/**
 * Where the moving statistics of every BatchNorm layer are, and where they are going on these rows. The model is the
 * same to the bit afterwards.
 *
 * @param subject a model from `train`; or a layers model, or the path of a saved one, with `batchSize` where no recording lies beside it
 * @param data the rows. Default: those that the subject was trained on
 * @throws TypeError for a model without BatchNorm layers, and for data or options that cannot be measured
 */
export async function measureBatchNorm(
  subject: ModelSubject,
  data?: Data,
  options: ProbeOptions = {},
): Promise<BatchNormStatistics> {
  checkProbeOptions('measureBatchNorm', options);
  return batchNormStatistics(subject, data, options, 'measureBatchNorm');
}

/**
 * `measureBatchNorm` for a caller that has checked the options and speaks under its own name.
 *
 * @param isEnough whether the caller needs nothing but these layers, and not what other statistics would change
 */
export async function batchNormStatistics(
  received: unknown,
  data: Data | undefined,
  options: ProbeOptions,
  where: string,
  isEnough?: IsEnough,
): Promise<BatchNormStatistics> {
  return withSubject(received, where, (subject) =>
    statisticsOfSubject(subject, data, options, where, new SwappedTally(isEnough)),
  );
}

async function statisticsOfSubject(
  subject: Subject,
  data: Data | undefined,
  options: ProbeOptions,
  where: string,
  swapped: SwappedTally,
): Promise<BatchNormStatistics> {
  const { model } = subject;
  const recording = recordingIn(options.recording, where) ?? subject.recording;
  if (batchNormLayersOf(model).length === 0) throw nothingToJudge(where);
  const rows = await rowsOf(data ?? subject.data, model, where);
  try {
    const batchSize = batchSizeFor(model, rows, options.batchSize, recording, where);
    const plan = { ...plannedWith(options), batchSize, recording, inference: 'own BatchNorm' } as const;
    return await probing(model, () => statisticsOf(model, rows, plan, swapped), { batchNormIsOurs: true });
  } finally {
    rows.dispose();
  }
}

async function statisticsOf(
  model: LayersModel,
  rows: Rows,
  plan: SurveyPlan,
  swapped: SwappedTally,
): Promise<BatchNormStatistics> {
  const recording = await ofTheseWeights(plan.recording, model);
  const { batchNorm, batchSize, batchings } = await surveyModes(model, rows, { ...plan, recording }, swapped);
  return {
    layers: batchNorm,
    nonFiniteWeight: await nonFiniteWeight(model),
    rows: rows.count,
    batchSize,
    batchings,
    seed: plan.seed,
    swapped: swapped.result(),
  };
}

/** A recording of other weights tells neither how often these statistics were updated nor where they started. */
async function ofTheseWeights(
  recording: Recording | undefined,
  model: LayersModel,
): Promise<Recording | undefined> {
  return recording?.weightsDigest === (await weightsDigest(model)) ? recording : undefined;
}

function nothingToJudge(where: string): TypeError {
  return inputError({
    what: `The model given to ${where}`,
    given: 'without a BatchNorm layer: there are no moving statistics',
    allowed: 'a model with at least one BatchNorm layer that is built',
    next: 'leave this assertion out for models without BatchNorm; toPredictConsistentlyWithTraining takes any model',
  });
}
