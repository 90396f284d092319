import type { Resolution } from '../../probes/modes/ResolutionTally';
import type { Said } from '../Cause';
import type { JudgedMetric } from '../consistency/ConsistencyVerdict';
import { metric as figure } from './figures';

/** Sentences about numbers of `fit` that are not what predictions give, and need not be. */
export const reportedText = {
  validation: (names: readonly string[]): Said => ({
    evidence: [
      `${names.slice(0, 4).join(', ')} of this fit are not what they say: with several outputs TensorFlow.js reports the loss of the first output as val_loss, and puts the others one place on (evaluate() too).`,
    ],
    remedy: ['compute losses and metrics of validation rows from predict, or by measureModes on those rows'],
  }),

  batchwise: (name: string, inBatches: number, whole: number, batchSize: number): Said => ({
    evidence: [
      `${name} is a number of a whole batch, and fit gives its mean over batches: ${figure(inBatches, 'accuracy')} in batches of ${batchSize}, ${figure(whole, 'accuracy')} of all rows as one.`,
    ],
    remedy: ['compute it from the predictions of all rows'],
  }),

  penalty: ({ promised }: JudgedMetric, penalty: number): Said => ({
    evidence: [
      `fit reported loss ${figure(promised + penalty, 'loss')}, of which ${figure(penalty, 'loss')} are regulariser penalties; the rest, ${figure(promised, 'loss')}, is what predictions can be held to.`,
    ],
    remedy: ['nothing: compare losses without penalties, as it is done here; evaluate leaves them out too'],
  }),

  weighted: ({ predicted }: JudgedMetric, weighting: number): Said => ({
    evidence: [
      `class weights make loss ${figure(predicted, 'loss')} of ${figure(predicted - weighting, 'loss')} in inference mode; both sides are weighted here.`,
    ],
    remedy: ['nothing: weight both sides, as it is done here; evaluate knows no class weights'],
  }),

  resolution: ({ metric, resolved, value, alternatives }: Resolution): Said => ({
    evidence: [
      `TensorFlow.js took ${metric} for ${resolved}, which is ${figure(value, 'accuracy')}; ${Object.entries(
        alternatives,
      )
        .map(([name, other]) => `${name} is ${figure(other, 'accuracy')}`)
        .join(', ')}.`,
    ],
    remedy: [
      `compile with the name of the accuracy that is meant: metrics: ['${Object.keys(alternatives)[0]!}']`,
    ],
  }),
};
