import * as tf from '@tensorflow/tfjs';
import { diagnose } from '../../src/diagnosis/diagnose';
import type { TrainedModel } from '../../src/training/TrainedModel';
import { outcomeOf } from '../matrix/outcome';
import { scoresOf } from '../matrix/truth/Scores';
import { trainingMode } from '../matrix/truth/trainingMode';
import { valuesOf } from '../matrix/truth/valuesOf';
import { architectures } from './architectures';
import { type Alarms, baselines } from './baselines';
import { type Case, idOf, isRecorded } from './Case';
import { type Rows, rowsOf } from './dataSets';
import { faults } from './faults';
import type { Fault } from './faults/Fault';
import { healthy } from './healthy';
import { soundTruth, tellsClasses, type Truths } from './soundTruth';
import { type Recipe, soundRecipe } from './training/Recipe';
import type { Trained } from './training/Trained';
import { trainedBy } from './training/trainedBy';

export interface Result {
  readonly id: string;
  readonly case: Case;
  /** What was injected; empty for a healthy model. */
  readonly injected: readonly string[];
  /** What came with it, as the bench measured: no mistake if it is named too. */
  readonly alsoInjected?: readonly string[];
  /** Whether figures that the bench computed itself confirm it. */
  readonly confirmed: boolean;
  /** Of a healthy model: whether the bench finds its moving statistics elsewhere than where its batches take them. */
  readonly statisticsAreOff?: boolean;
  readonly fitAccuracy: number;
  readonly predictAccuracy: number;
  /** Of a healthy model: what the matrix says of it. */
  readonly truths?: Truths;
  /** Heaviest first. */
  readonly named: readonly { readonly id: string; readonly share: number }[];
  readonly consistent: boolean;
  /** What the two matchers say of a healthy model; empty for a faulty one. */
  readonly red: readonly string[];
  /** Of baselines, which are made for models that tell classes. */
  readonly alarms?: Alarms;
  readonly seconds: number;
}

const rowsInFit = 160;

function accuracyOf(model: tf.LayersModel, { xs, ys }: Rows): number {
  return tf.tidy(() => {
    const decided = tf.argMax(model.predict(xs) as tf.Tensor, 1);
    return tf.mean(tf.cast(tf.equal(decided, tf.argMax(ys, 1)), 'float32')).dataSync()[0]!;
  });
}

/** @param tell what is told what the diagnosis says, in words */
export async function runCase(one: Case, tell: (text: string) => void = () => undefined): Promise<Result> {
  const started = Date.now();
  tf.engine().startScope();
  try {
    return await (one.kind === 'fault' ? faulty(one, started, tell) : sound(one, started, tell));
  } finally {
    tf.engine().endScope();
  }
}

function fittedRows({ architecture, data, seed }: Case, made?: (rows: Rows, seed: number) => Rows): Rows {
  const rows = rowsOf(data, architectures[architecture]!.form, seed, rowsInFit);
  return made === undefined ? rows : made(rows, seed);
}

/** Of the same set. */
const otherRows = ({ architecture, data, seed }: Case): Rows =>
  rowsOf(data, architectures[architecture]!.form, seed + 1000, rowsInFit);

/** The last epoch. */
const reported = ({ recording }: Trained): { acc: number; loss: number } => {
  const { accuracy, loss } = recording.epochs.at(-1)!;
  return { acc: accuracy!, loss: loss! };
};

/** What a fault has to cost, in accuracy. */
const effect = 0.08;

/** Of a pair, each with the other undone. */
async function eachAloneHarms(
  { architecture, data, seed }: Case,
  { causes }: Fault,
  rows: Rows,
  recipe: Recipe,
): Promise<boolean> {
  if (causes.length === 1) return true;
  for (const cause of causes) {
    const alone = faults[cause]!;
    const trained = await trainedBy(architecture, data, rows, { ...recipe, ...soundPartOf(alone) }, seed);
    alone.harm?.(trained);
    const accuracy = accuracyOf(trained.model, alone.judged?.(rows, seed, () => rows) ?? rows);
    trained.dispose();
    if (reported(trained).acc - accuracy < effect) return false;
  }
  return true;
}

/** In the way of the matrix: `model.apply` with `training: true`, in shuffled batches. */
function accuracyInTrainingMode({ model }: Trained, rows: Rows, batchSize: number, seed: number): number {
  const targets = valuesOf(rows.ys);
  const { batchings } = trainingMode(
    model,
    { count: targets.length, xs: [rows.xs], ys: [rows.ys] },
    batchSize,
    seed,
  );
  const accuracies = batchings.map((batching) => scoresOf(['classes'], [targets], batching).accuracies[0]!);
  return accuracies.reduce((sum, accuracy) => sum + accuracy, 0) / accuracies.length;
}

/** What a sound training may lose by itself, before its fault, of the accuracy that fit reported. */
const kept = 0.03;

function staysSound(trained: Trained, rows: Rows, recipe: Recipe, seed: number): boolean {
  const { confirmed, fitAccuracy, predictAccuracy } = soundTruth(trained, rows, recipe, seed);
  return confirmed && fitAccuracy - predictAccuracy <= kept;
}

/** From what share on a loss is a cause of its own. */
const part = 0.25;

/** What of a loss the weights have lost, in training mode too; the rest is lost by the statistics. */
function shareOfWeights(fit: number, predict: number, inTraining: number): number {
  return (fit - inTraining) / (fit - predict);
}

/** Whether most is lost by what the fault says. */
const isLostThere = ({ lostBy }: Fault, ofWeights: number): boolean =>
  lostBy === undefined || (lostBy === 'weights' ? ofWeights > 0.5 : ofWeights < 0.5);

/** A way of training may do more than one thing: what weights lost late, and what statistics lost behind weights that jumped, is there. */
function alsoInjected({ lostBy }: Fault, ofWeights: number): readonly string[] {
  if (lostBy === 'statistics' && ofWeights >= part) return ['late-divergence'];
  return lostBy === 'weights' && 1 - ofWeights >= part ? ['batchnorm-lagging'] : [];
}

/** A fault that is no way of training comes after a sound one. */
const comesAfterSound = ({ recipe, afterSound }: Fault): boolean =>
  recipe === undefined || afterSound === true;

const soundPartOf = (fault: Fault): Partial<Recipe> => (comesAfterSound(fault) ? soundRecipe : {});

async function faulty(one: Case, started: number, tell: (text: string) => void): Promise<Result> {
  const fault: Fault = faults[one.name]!;
  const rows = fittedRows(one, fault.fitted);
  const recipe = { ...soundRecipe, ...fault.recipe };
  const trained = await trainedBy(one.architecture, one.data, rows, recipe, one.seed);
  const fitTime = reported(trained);
  const isSound = !comesAfterSound(fault) || staysSound(trained, rows, recipe, one.seed);
  fault.harm?.(trained);
  const judged = fault.judged?.(rows, one.seed, () => otherRows(one)) ?? rows;
  const predictAccuracy = accuracyOf(trained.model, judged);
  const hasLost = fitTime.acc - predictAccuracy >= effect;
  const ofWeights =
    hasLost && fault.lostBy !== undefined
      ? shareOfWeights(
          fitTime.acc,
          predictAccuracy,
          accuracyInTrainingMode(trained, judged, recipe.batchSize, one.seed),
        )
      : 0;
  const diagnosis = await diagnose(
    trained.model,
    { xs: judged.xs, ys: judged.ys },
    isRecorded(one) ? { recording: trained.recording } : { fitTime, batchSize: recipe.batchSize },
  );
  tell(String(diagnosis));
  const result = {
    id: idOf(one),
    case: one,
    injected: fault.causes,
    alsoInjected: alsoInjected(fault, ofWeights),
    confirmed:
      isSound && hasLost && isLostThere(fault, ofWeights) && (await eachAloneHarms(one, fault, rows, recipe)),
    fitAccuracy: fitTime.acc,
    predictAccuracy,
    named: diagnosis.causes.map(({ id, share }) => ({ id, share })),
    consistent: diagnosis.consistent,
    red: [],
    alarms: baselines(trained.model, judged, fitTime.acc, predictAccuracy),
    seconds: (Date.now() - started) / 1000,
  };
  trained.dispose();
  return result;
}

async function sound(one: Case, started: number, tell: (text: string) => void): Promise<Result> {
  const kind = healthy[one.name]!;
  const rows = fittedRows(one, kind.fitted);
  const recipe = { ...soundRecipe, ...kind.recipe };
  const trained = await trainedBy(one.architecture, one.data, rows, recipe, one.seed);
  const truth = soundTruth(trained, rows, recipe, one.seed);
  const subject = { ...trained, data: { xs: rows.xs, ys: trained.targets } } as TrainedModel;
  const red: string[] = [];
  for (const matcher of ['toPredictConsistentlyWithTraining', 'toHaveConvergedBatchNormStats'] as const) {
    const { said, message } = await outcomeOf(matcher, subject);
    if (said === 'green') continue;
    red.push(matcher);
    tell(message);
  }
  const diagnosis = await diagnose(subject);
  tell(String(diagnosis));
  const result = {
    id: idOf(one),
    case: one,
    injected: [],
    ...truth,
    named: diagnosis.causes.filter(({ share }) => share !== 0).map(({ id, share }) => ({ id, share })),
    consistent: diagnosis.consistent,
    red,
    ...(tellsClasses(recipe) && {
      alarms: baselines(trained.model, rows, truth.fitAccuracy, truth.predictAccuracy),
    }),
    seconds: (Date.now() - started) / 1000,
  };
  trained.dispose();
  return result;
}
