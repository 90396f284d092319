import type { ChangedLayer } from '../../probes/recording/weightFindings';
import { count } from './figures';
import type { Said } from '../Cause';

const names = (paths: readonly string[]): string =>
  paths.slice(0, 4).join(', ') + (paths.length > 4 ? `, and ${paths.length - 4} more` : '');

const loadAll = [
  'load the weights of every layer: by name, with strict loading, and from the file that the fit has written',
  'load into the architecture that was trained: a layer that is new or renamed keeps what its initialiser made',
] as const;

/** Said about weights that are not those of the fit. */
export const weightsText = {
  fresh: (paths: readonly string[], layers: number, known: 'recorded' | 'unrecorded'): Said => ({
    evidence: [
      `the weights of ${count(paths.length, 'layer')} of ${layers} are as an initialiser leaves them, and were never loaded: ${names(paths)}.`,
      known === 'recorded'
        ? 'The fit ended with others, its recording says.'
        : 'Biases, gammas and betas there are all at their start, those of other layers are not. A recording of the fit would tell which weights it ended with.',
    ],
    remedy: loadAll,
  }),

  others: (changed: readonly ChangedLayer[], layers: number): Said => ({
    evidence: [
      `the weights of ${count(changed.length, 'layer')} of ${layers} are not those that the fit ended with: ${names(changed.map(({ path }) => path))}.`,
    ],
    remedy: ['judge the model that the fit ended with, or load what it has written', loadAll[0]],
  }),

  permuted: (changed: readonly ChangedLayer[]): Said => {
    const pairs = changed.flatMap((layer) =>
      layer.are === 'of another layer' ? [`${layer.path} holds those of ${layer.of}`] : [],
    );
    return {
      evidence: [`weights are in the wrong layers: ${names(pairs)}.`],
      remedy: [
        'load weights by name: the order of getWeights() and setWeights() depends on which layers are frozen, and equal shapes hide it',
      ],
    };
  },

  rounded: (changed: number, layers: number): Said => ({
    evidence: [
      `the weights of ${count(changed, 'layer')} of ${layers} are those of the fit, rounded: the model was converted or quantised since.`,
    ],
    remedy: [
      'convert without quantisation, or in 16 bits and not in 8; then hold the predictions of both side by side',
    ],
  }),

  near: (changed: number, layers: number): Said => ({
    evidence: [
      `the weights of ${count(changed, 'layer')} of ${layers} are near those that the fit ended with, and not the same: an average over the training, or another epoch of it.`,
    ],
    remedy: [
      'recalibrate BatchNorm for averaged weights: their statistics are those of other weights',
      'judge the weights of the last epoch by what it promised, and averaged ones by an evaluation of their own',
    ],
  }),
};
