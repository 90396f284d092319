import * as tf from '@tensorflow/tfjs';
import { diagnose } from '../../src/diagnosis/diagnose';
import type { TrainedModel } from '../../src/training/TrainedModel';
import { outcomeOf } from '../matrix/outcome';
import { architectures } from './architectures';
import { type Alarms, baselines } from './baselines';
import { type Case, idOf } from './Case';
import { type Rows, rowsOf } from './dataSets';
import { type Fault, faults } from './faults';
import { healthy } from './healthy';
import { type Recipe, soundRecipe, type Trained, trainedBy } from './training';

export interface Result {
  readonly id: string;
  readonly case: Case;
  /** What was injected; empty for a healthy model. */
  readonly injected: readonly string[];
  /** Whether accuracies that the bench computed itself confirm it. */
  readonly confirmed: boolean;
  readonly fitAccuracy: number;
  readonly predictAccuracy: number;
  /** Heaviest first. */
  readonly named: readonly { readonly id: string; readonly share: number }[];
  readonly consistent: boolean;
  /** What the two matchers say of a healthy model; empty for a faulty one. */
  readonly red: readonly string[];
  readonly alarms: Alarms;
  readonly seconds: number;
}

const rowsInFit = 160;

function accuracyOf(model: tf.LayersModel, { xs, ys }: Rows): number {
  return tf.tidy(() => {
    const decided = tf.argMax(model.predict(xs) as tf.Tensor, 1);
    return tf.mean(tf.cast(tf.equal(decided, tf.argMax(ys, 1)), 'float32')).dataSync()[0]!;
  });
}

export async function runCase(one: Case): Promise<Result> {
  const started = Date.now();
  tf.engine().startScope();
  try {
    return await (one.kind === 'fault' ? faulty(one, started) : sound(one, started));
  } finally {
    tf.engine().endScope();
  }
}

function fittedRows({ architecture, data, seed }: Case, made?: (rows: Rows, seed: number) => Rows): Rows {
  const rows = rowsOf(data, architectures[architecture]!.form, seed, rowsInFit);
  return made === undefined ? rows : made(rows, seed);
}

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
    const accuracy = accuracyOf(trained.model, alone.judged?.(rows, seed) ?? rows);
    trained.dispose();
    if (reported(trained).acc - accuracy < effect) return false;
  }
  return true;
}

/** A fault that is no way of training comes after a sound one. */
const soundPartOf = ({ recipe }: Fault): Partial<Recipe> => (recipe === undefined ? soundRecipe : {});

async function faulty(one: Case, started: number): Promise<Result> {
  const fault: Fault = faults[one.name]!;
  const rows = fittedRows(one, fault.fitted);
  const recipe = { ...soundRecipe, ...fault.recipe };
  const trained = await trainedBy(one.architecture, one.data, rows, recipe, one.seed);
  const fitTime = reported(trained);
  fault.harm?.(trained);
  const judged = fault.judged?.(rows, one.seed) ?? rows;
  const predictAccuracy = accuracyOf(trained.model, judged);
  const recorded = fault.onlyRecorded === true || one.seed % 2 === 0;
  const diagnosis = await diagnose(
    trained.model,
    { xs: judged.xs, ys: judged.ys },
    recorded ? { recording: trained.recording } : { fitTime, batchSize: recipe.batchSize },
  );
  const result = {
    id: idOf(one),
    case: one,
    injected: fault.causes,
    confirmed: fitTime.acc - predictAccuracy >= effect && (await eachAloneHarms(one, fault, rows, recipe)),
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

async function sound(one: Case, started: number): Promise<Result> {
  const kind = healthy[one.name]!;
  const rows = fittedRows(one, kind.fitted);
  const trained = await trainedBy(
    one.architecture,
    one.data,
    rows,
    { ...soundRecipe, ...kind.recipe },
    one.seed,
  );
  const { acc } = reported(trained);
  const data = { xs: rows.xs, ys: rows.ys as tf.Tensor };
  const subject: TrainedModel = { ...trained, data };
  const red: string[] = [];
  for (const matcher of ['toPredictConsistentlyWithTraining', 'toHaveConvergedBatchNormStats'] as const)
    if ((await outcomeOf(matcher, subject)).said !== 'green') red.push(matcher);
  const diagnosis = await diagnose(subject);
  const predictAccuracy = accuracyOf(trained.model, rows);
  const result = {
    id: idOf(one),
    case: one,
    injected: [],
    confirmed: acc - predictAccuracy <= 0.05,
    fitAccuracy: acc,
    predictAccuracy,
    named: diagnosis.causes.filter(({ share }) => share !== 0).map(({ id, share }) => ({ id, share })),
    consistent: diagnosis.consistent,
    red,
    alarms: baselines(trained.model, rows, acc, predictAccuracy),
    seconds: (Date.now() - started) / 1000,
  };
  trained.dispose();
  return result;
}
