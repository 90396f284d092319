import type { Modes } from '../../probes/modes/Modes';
import type { Said } from '../Cause';

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
};
