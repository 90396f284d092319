import type { LayersModel } from '@tensorflow/tfjs';
import { given } from '../../input/given';
import { inputError } from '../../input/inputError';
import { type Data, type Rows } from '../../input/Rows';
import { rowsOf } from '../../input/rowsOf';
import * as rules from '../../input/rules';
import { bestConstantLoss } from '../metrics/bestConstantLoss';
import type { Metric, OutputMetrics } from '../metrics/Metric';
import { checkTargets } from '../metrics/checkTargets';
import { metricsOf } from '../metrics/metricsOf';
import { rowWeights } from '../metrics/rowWeights';
import { asFitTakes, type Table, tableOf } from '../metrics/Table';
import { hasNoise } from '../model/hasNoise';
import { probing } from '../passes/probing';
import type { Recording } from '../recording/Recording';
import { regulariserPenalty } from '../recording/regulariserPenalty';
import { rowsDigest } from '../recording/rowsDigest';
import { weightsDigest } from '../recording/weightsDigest';
import { checkProbeOptions, plannedWith, type ProbeOptions, recordingIn } from '../subject/probeOptions';
import { type ModelSubject, subjectOf } from '../subject/subjectOf';
import { batchSizeFor } from './batchSizeFor';
import type { FitHistory, FitTime, Promised } from './FitTime';
import { keptInTraining } from './keptInTraining';
import type { Modes } from './Modes';
import { nonFiniteRows, nonFiniteWeight } from './nonFinite';
import { promisedBy } from './promisedBy';
import { type Batchings, type Measured, rungsOf } from './rungsOf';
import type { Survey } from './Survey';
import { surveyModes } from './surveyModes';

export interface ModesOptions extends ProbeOptions {
  /** Metrics of the fit's last epoch where there is no recording: `{ acc: 0.98, loss: 0.1 }`. */
  readonly fitTime?: FitTime;
  /** What `model.fit` returned, where there is no recording. */
  readonly history?: FitHistory;
  /** Name of the loss of a model that is not compiled. Default: the one it is compiled with. */
  readonly loss?: string;
}

export const modesRules = { fitTime: rules.object, history: rules.object, loss: rules.text };

/**
 * The mode ladder of a model: its loss and metrics on the same rows at fit time, in training mode, with dropout off,
 * with population statistics in its BatchNorm layers, and in inference mode. Metrics are computed from predictions in
 * float64. The model is the same to the bit afterwards.
 *
 * @param subject a model from `train`, or a layers model with `recording`, `fitTime` or `history`
 * @param data the rows. Default: those that the subject was trained on
 * @throws TypeError for data, options or models that cannot be measured
 */
export async function measureModes(
  subject: ModelSubject,
  data?: Data,
  options: ModesOptions = {},
): Promise<Modes> {
  const where = 'measureModes';
  checkProbeOptions(where, options, modesRules);
  return modesOf(subject, data, options, where);
}

/** `measureModes` for a caller that has checked the options and speaks under its own name. */
export async function modesOf(
  received: unknown,
  data: Data | undefined,
  options: ModesOptions,
  where: string,
): Promise<Modes> {
  const subject = subjectOf(received, where);
  const { model } = subject;
  const recording = recordingIn(options.recording, where) ?? subject.recording;
  const promised = promisedBy({ recording, fitTime: options.fitTime, history: options.history }, where);
  const rows = await rowsOf(data ?? subject.data, model, where);
  const metrics = metricsOf(model, where, options.loss === undefined ? {} : { loss: options.loss })[0]!;
  if (metrics.loss.resolved === undefined) throw withoutScale(model.loss, where);
  await checkTargets(rows.ys, { loss: metrics.loss.resolved, shape: metrics.shape }, where);
  const batchSize = batchSizeFor(model, options.batchSize, recording, where);
  const plan = { ...plannedWith(options), batchSize, recording };

  return probing(model, async () => {
    const survey = await surveyModes(model, rows.xs, plan);
    const kept = promised.penaltyIncluded ? await withoutPenalty(promised, model) : promised;
    const { ladder, ...evidence } = await ladderOf(survey, rows, kept, metrics, recording, where);
    return {
      ...evidence,
      ladder,
      rows: rows.count,
      batchSize,
      batchings: survey.trainingMode.length,
      seed: plan.seed,
      nonFiniteRows: nonFiniteRows(survey.inference, rows.count),
      nonFiniteWeight: await nonFiniteWeight(model),
      ...(await sameness(model, rows, recording)),
      noisy: hasNoise(model),
      batchNorm: survey.batchNorm,
      recording,
    };
  });
}

/** Its values are computed, but nobody knows how much of it is much. */
function withoutScale(loss: unknown, where: string): TypeError {
  return inputError({
    what: `The loss of the model given to ${where}`,
    given: given(loss),
    allowed: 'a loss of tfjs, by name or as a function',
    next: 'compile with the name where there is one; a loss of your own cannot be judged yet',
  });
}

/** What `fit` prints as loss has the penalties in it; those of the present weights stand for those of the last epoch. */
async function withoutPenalty(promised: Promised, model: LayersModel): Promise<Promised> {
  const { loss, ...others } = promised.metrics;
  if (loss === undefined) return promised;
  return { ...promised, metrics: { ...others, loss: loss - (await regulariserPenalty(model)) } };
}

type Ladder = Pick<Modes, 'ladder' | 'accuracies' | 'lossScale' | 'keptInTraining'>;

async function ladderOf(
  survey: Survey,
  rows: Rows,
  promised: Promised,
  metrics: OutputMetrics,
  recording: Recording | undefined,
  where: string,
): Promise<Ladder> {
  const targets = asFitTakes(await tableOf(rows.ys, survey.shape.length));
  const judged = metricsIn(promised, metrics, where);
  const measured: Measured = {
    targets,
    metrics: judged,
    rowWeights: rowWeights(targets, recording?.classWeight, where),
  };
  const inference = tablesOf([survey.inference], survey.shape);
  const training = tablesOf(survey.trainingMode, survey.shape);
  const accuracies = judged.filter(({ kind }) => kind === 'accuracy');
  return {
    ladder: await rungsOf(
      Object.fromEntries(judged.map(({ name }) => [name, promised.metrics[name]!])),
      [
        ['training-mode', training],
        ['dropout-off', tablesOf(survey.dropoutOff, survey.shape)],
        ['population-batchnorm', tablesOf([survey.population], survey.shape)],
        ['inference-mode', inference],
      ],
      measured,
    ),
    accuracies: accuracies.map(({ name }) => name),
    lossScale: bestConstantLoss(metrics.loss.resolved, targets, survey.shape.at(-1)!)!,
    keptInTraining: await keptInTraining(accuracies, targets, inference[0]!, training),
  };
}

/** The metrics that the fit reported, in the order loss last: only they can be held against a promise. */
function metricsIn(promised: Promised, { loss, others }: OutputMetrics, where: string): readonly Metric[] {
  const known = [...others, loss];
  const unknown = Object.keys(promised.metrics).find((name) => !known.some((metric) => metric.name === name));
  if (unknown === undefined) {
    const judged = known.filter(({ name }) => name in promised.metrics);
    for (const { name, kind } of judged)
      if (kind === 'accuracy') checkAccuracy(name, promised.metrics[name]!, where);
    return judged;
  }
  throw inputError({
    what: `The fit-time metric \`${unknown}\` of ${where}`,
    given: 'not one that can be computed from predictions of this model',
    allowed: known.map(({ name }) => name).join(', '),
    next: `leave \`${unknown}\` out, or compile the model with the metric of that name`,
  });
}

/** NaN is let through: a fit that diverged reports it, and that is for the judge to say. */
function checkAccuracy(name: string, value: number, where: string): void {
  if (!(value < 0) && !(value > 1)) return;
  throw inputError({
    what: `The fit-time \`${name}\` of ${where}`,
    given: String(value),
    allowed: 'a share of rows, from 0 to 1',
    next: 'divide a percentage by 100',
  });
}

function tablesOf(predictions: readonly Float32Array[], shape: readonly number[]): Batchings {
  const [rows, columns] = [shape[0]!, shape.at(-1)!];
  return predictions.map((values): Table => ({
    rows,
    columns,
    positions: values.length / rows / columns,
    values,
    shape,
    dtype: 'float32',
  }));
}

async function sameness(
  model: LayersModel,
  rows: Rows,
  recording: Recording | undefined,
): Promise<Pick<Modes, 'sameRows' | 'sameWeights'>> {
  if (recording === undefined) return { sameRows: undefined, sameWeights: undefined };
  return {
    sameRows: rows.count === recording.rows && (await rowsDigest(rows)) === recording.dataDigest,
    sameWeights: (await weightsDigest(model)) === recording.weightsDigest,
  };
}
