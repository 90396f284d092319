import type { LayersModel } from '@tensorflow/tfjs';
import type { Rows } from '../../input/Rows';
import type { OutputMetrics } from '../metrics/Metric';
import { foreignLayers } from '../model/foreignLayers';
import { hasNoise } from '../model/hasNoise';
import { regulariserPenalty } from '../recording/regulariserPenalty';
import { weightFindings } from '../recording/weightFindings';
import { weightsDigest } from '../recording/weightsDigest';
import type { Measurement } from './Measurement';
import { FirstLook } from './FirstLook';
import type { Promised } from './FitTime';
import { frozenFindings } from './frozenFindings';
import { LadderTally } from './LadderTally';
import { lossScales } from './lossScales';
import type { Modes } from './Modes';
import { nonFiniteWeight } from './nonFinite';
import { isStateful } from '../passes/RecurrentMemory';
import { asOneBatch } from '../experiments/asOneBatch';
import { predictedAgain } from '../experiments/predictedAgain';
import { predictedOnCpu } from '../experiments/predictedOnCpu';
import { findRepair } from '../repairs/findRepair';
import type { Keeps, Repairs } from '../repairs/FoundRepair';
import { ResolutionTally } from './ResolutionTally';
import { RowsTally } from './RowsTally';
import { rungsOf } from './rungsOf';
import { type SurveyPlan, surveyModes } from './surveyModes';
import { watchedBy } from './watchedBy';

/** What the one who judges wants to know. */
export interface Wanted {
  /** Whether the caller needs nothing but what it is given: modes of which only inference mode was measured. */
  readonly isEnough?: ((modes: Modes) => boolean) | undefined;
  /** What may be wrong with the data, and is to be looked for. */
  readonly repairs: (modes: Modes) => Repairs;
  /** Whether metrics on the rows of these modes would keep the promise. */
  readonly keeps: (modes: Modes) => Keeps;
}

/**
 * What inference mode alone tells, if that is enough, with it in place of every other rung; or all modes, and what repairs the data where
 * they may be at fault. Most models keep their promise, and to see that takes no more than a prediction.
 */
export async function modesFrom(measurement: Measurement, wanted: Wanted): Promise<Modes> {
  // A stream may have other rows the next time.
  const plan = measurement.rows.streamed
    ? measurement.plan
    : { ...measurement.plan, firstLook: new FirstLook() };
  if (wanted.isEnough !== undefined) {
    const alone = await surveyed({ ...measurement, plan: { ...plan, inferenceAlone: true } });
    if (wanted.isEnough(alone)) return alone;
  }
  const modes = await withRepetition({ ...measurement, plan });
  const repairs = measurement.rows.streamed ? 'none' : wanted.repairs(modes);
  return repairs === 'none' ? modes : withRepair(measurement, modes, wanted.keeps(modes), repairs);
}

/** A second time, where a layer may draw numbers or remember: those of tfjs that do not are the same every time. */
async function withRepetition(measurement: Measurement): Promise<Modes> {
  const modes = await surveyed(measurement);
  const { model, rows } = measurement;
  const asked = measurement.asksOtherEngine && !rows.streamed;
  const whole = {
    ...modes,
    asOneBatch: await asOneBatch(measurement),
    onOtherEngine: asked ? await predictedOnCpu(measurement) : undefined,
  };
  if (rows.streamed || (modes.customLayers.length === 0 && !isStateful(model))) return whole;
  return { ...whole, repeated: await predictedAgain(measurement) };
}

async function withRepair(
  measurement: Measurement,
  modes: Modes,
  keeps: Keeps,
  repairs: Repairs,
): Promise<Modes> {
  const { thorough } = measurement;
  const found = await findRepair(measurement, keeps, { sameInputs: modes.sameInputs, repairs, thorough });
  if (found === undefined) return modes;
  try {
    const repaired = await surveyed({ ...measurement, rows: found.rows });
    // They are meant to be, and rounding may have changed their last bits.
    const sameRows = modes.sameRows === undefined ? undefined : true;
    return { ...modes, repaired: { ...found.found, modes: { ...repaired, sameRows } } };
  } finally {
    found.rows.dispose();
  }
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
    repeated: undefined,
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

type Sameness = Pick<Modes, 'sameRows' | 'sameInputs' | 'sameTargets' | 'sameWeights' | 'weights'>;

const unknown: Sameness = {
  sameRows: undefined,
  sameInputs: undefined,
  sameTargets: undefined,
  sameWeights: undefined,
  weights: undefined,
};

async function sameness(
  model: LayersModel,
  rows: Rows,
  seen: RowsTally,
  { recording, inferenceAlone }: SurveyPlan,
): Promise<Sameness> {
  const digests = seen.digest.of;
  const sameRows =
    recording === undefined
      ? undefined
      : rows.count === recording.rows && digests.rows === recording.dataDigest;
  // The rest is no part of a verdict, only of its explanation.
  if (inferenceAlone === true) return { ...unknown, sameRows };
  if (recording === undefined) return { ...unknown, weights: await weightFindings(model, recording) };
  const { inputsDigest, targetsDigest } = recording;
  const sameWeights = (await weightsDigest(model)) === recording.weightsDigest;
  return {
    sameRows,
    sameInputs: inputsDigest && inputsDigest === digests.inputs,
    sameTargets: targetsDigest && targetsDigest === digests.targets,
    sameWeights,
    weights: sameWeights ? undefined : await weightFindings(model, recording),
  } as Sameness;
}
