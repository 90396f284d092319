import type { Faults } from './Fault';
import { notConverged } from './ofTraining';
import { ofWeights } from './ofWeights';
import { permuted } from './rows';

/** Two at once. */
export const pairs: Faults = {
  'classes-permuted and batchnorm-not-converged': {
    causes: ['classes-permuted', 'batchnorm-not-converged'],
    onlyRecorded: true,
    recipe: notConverged,
    judged: permuted,
  },
  'weights-not-loaded and batchnorm-stats-lost': {
    causes: ['weights-not-loaded', 'batchnorm-stats-lost'],
    onlyRecorded: true,
    harm: (trained) => {
      ofWeights['batchnorm-stats-lost']!.harm!(trained);
      ofWeights['weights-not-loaded']!.harm!(trained);
    },
  },
};
