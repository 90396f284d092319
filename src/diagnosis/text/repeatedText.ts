import type { Modes } from '../../probes/modes/Modes';
import type { LayerJudgement } from '../batchNorm/LayerJudgement';
import type { Said } from '../Cause';
import { count, distance } from './figures';

/** Said about predictions that differ from time to time, and about inputs that did in the fit. */
export const repeatedText = {
  random: ({ customLayers }: Modes): Said => ({
    evidence: [
      `predict gives other numbers for the same rows a second time: a layer draws random numbers in inference mode too (${customLayers.slice(0, 3).join(', ')}).`,
    ],
    remedy: ['draw random numbers in call() only where kwargs.training is true'],
  }),

  stateful: {
    evidence: [
      'the predictions depend on the batches before: with the states of recurrent layers reset before every batch the model gives what fit promised.',
    ],
    remedy: [
      'call model.resetStates() before each sequence that does not go on from the one before, as in the fit',
      'set stateful: false where batches have nothing to do with each other',
    ],
  },

  augmented: {
    evidence: [
      'the fit had other inputs in every epoch for the same targets: its metrics are of augmented rows, and these are not augmented.',
    ],
    remedy: ['nothing: compare with a metric of rows that are not augmented'],
  },

  augmentedStatistics: (layers: readonly LayerJudgement[]): string =>
    `the fit had other inputs in every epoch for the same targets, and the moving statistics of ${count(layers.length, 'BatchNorm layer')} are of those, not of rows that are not augmented (${layers[0]!.path}: ${distance(layers[0]!.populationDistance)} from them, noise ${distance(layers[0]!.noise)}).`,

  augmentAround:
    'augment around the rows: what leaves their mean and variance where they are leaves the moving statistics there too',

  stillMoving:
    'the fit had other inputs in every epoch, and its moving statistics were still on their way when it ended: they may be of those inputs, or lag behind weights that moved. Some epochs with a learning rate of 0 would tell.',
};
