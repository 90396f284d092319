import type { LayersModel } from '@tensorflow/tfjs';
import type { Rows } from '../../input/Rows';
import type { BatchMetrics } from '../metrics/BatchMetrics';
import type { OutputMetrics } from '../metrics/Metric';
import { foreignLayers } from '../model/foreignLayers';
import { hasNoise } from '../model/hasNoise';
import { regulariserPenalty } from '../recording/regulariserPenalty';
import type { MetricValues } from '../recording/Recording';
import { weightsDigest } from '../recording/weightsDigest';
import { FirstLook } from './FirstLook';
import type { Promised } from './FitTime';
import { frozenFindings } from './frozenFindings';
import { LadderTally } from './LadderTally';
import { lossScales } from './lossScales';
import type { Modes } from './Modes';
import { nonFiniteWeight } from './nonFinite';
import type { Reported } from './promisedBy';
import { ResolutionTally } from './ResolutionTally';
import { RowsTally } from './RowsTally';
import { rungsOf } from './rungsOf';
import { type SurveyPlan, surveyModes } from './surveyModes';
import { watchedBy } from './watchedBy';

export interface Measurement {
  readonly model: LayersModel;
  readonly rows: Rows;
  readonly plan: SurveyPlan;
  readonly outputs: readonly OutputMetrics[];
  readonly metrics: BatchMetrics;
  readonly reported: Reported;
  /** The reported metrics under the names under which they are computed. */
  readonly promised: MetricValues;
}

/**
 * What inference mode alone tells, if that is enough, with it in place of every other rung; or all modes. Most models keep their promise, and
 * to see that takes no more than a prediction.
 */
export async function modesFrom(
  measurement: Measurement,
  isEnough: (modes: Modes) => boolean,
): Promise<Modes> {
  // A stream may have other rows the next time.
  const plan = measurement.rows.streamed
    ? measurement.plan
    : { ...measurement.plan, firstLook: new FirstLook() };
  const alone = await surveyed({ ...measurement, plan: { ...plan, inferenceAlone: true } });
  return isEnough(alone) ? alone : surveyed({ ...measurement, plan });
}

/** Runs the survey and puts together what its watchers saw. */
export async function surveyed(measurement: Measurement): Promise<Modes> {
  const { model, rows, plan, outputs, metrics } = measurement;
  const ladder = new LadderTally(metrics);
  const seen = new RowsTally(metrics, outputs.length, rows.streamed);
  const resolved = new ResolutionTally(outputs);
  const survey = await surveyModes(model, rows, plan, watchedBy(ladder, seen, resolved));
  const promised = await promisedWithout(measurement, ladder);
  const judged = Object.keys(promised.metrics);
  return {
    ladder: rungsOf(promised.metrics, ladder.rungs()),
    rows: rows.count,
    batchSize: survey.batchSize,
    batchings: Math.max(1, survey.batchings),
    seed: plan.seed,
    accuracies: metrics.accuracies.filter((name) => judged.includes(name)),
    lossScales: lossScales(outputs, seen.targets, judged),
    outputOf: outputOf(outputs),
    keptInTraining: seen.keptInTraining(),
    withinMargin: seen.withinMargin(),
    inFitOrder: ladder.inFitOrder(),
    promised,
    resolutions: resolved.resolutions(),
    nonFiniteRows: seen.nonFiniteRows,
    nonFiniteWeight: await nonFiniteWeight(model),
    ...(await sameness(model, rows, seen, plan)),
    noisy: hasNoise(model),
    customLayers: foreignLayers(model).map(({ path }) => path),
    streamed: rows.streamed,
    sameOrder: rows.streamed ? seen.sameOrder : undefined,
    batchNorm: survey.batchNorm,
    frozen: frozenFindings(model, survey.batchNorm, plan.recording),
    recording: plan.recording,
  };
}

/** What `fit` prints as loss has the penalties in it; without a recording those of the present weights stand for it. */
async function promisedWithout(
  { model, reported, promised }: Measurement,
  ladder: LadderTally,
): Promise<Promised> {
  const { loss, ...others } = promised;
  const penalty = loss === undefined ? 0 : (reported.penalty ?? (await regulariserPenalty(model)));
  return {
    metrics: loss === undefined ? promised : { ...others, loss: loss - penalty },
    recorded: reported.recorded,
    penalty,
    weighting: ladder.weighting(),
  };
}

function outputOf(outputs: readonly OutputMetrics[]): Readonly<Record<string, string>> {
  if (outputs.length === 1) return {};
  return Object.fromEntries(
    outputs.flatMap(({ output, loss, others }) => [loss, ...others].map(({ name }) => [name, output])),
  );
}

async function sameness(
  model: LayersModel,
  rows: Rows,
  seen: RowsTally,
  { recording, inferenceAlone }: SurveyPlan,
): Promise<Pick<Modes, 'sameRows' | 'sameWeights'>> {
  if (recording === undefined) return { sameRows: undefined, sameWeights: undefined };
  const sameRows = rows.count === recording.rows && seen.digest.toString() === recording.dataDigest;
  // No part of a verdict, only of its explanation.
  if (inferenceAlone === true) return { sameRows, sameWeights: undefined };
  return { sameRows, sameWeights: (await weightsDigest(model)) === recording.weightsDigest };
}
