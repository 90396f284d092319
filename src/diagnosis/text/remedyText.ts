import type { CauseId } from '../Cause';
import type { LayerJudgement } from '../batchNorm/LayerJudgement';
import type { Modes } from '../../probes/modes/Modes';
import type { JudgedMetric, NonFinite } from '../consistency/ConsistencyVerdict';
import { count } from './figures';

/** A model with a recording comes from `train` as a rule, which carries its data. */
function recalibrate(recorded: boolean): string {
  const subject = recorded ? 'trained.model, trained.data.xs' : 'model, xs, { batchSize }';
  return `await recalibrateBatchNorm(${subject})    exact, at once`;
}

/** What to do, in lines that each are enough by themselves. Advice is computed from the distances. */
export const remedyText = {
  recalibrate,

  converge: (red: readonly LayerJudgement[]): readonly string[] => [
    recalibrate(red[0]!.updates !== undefined),
    trainOn(red),
    ...lowerMomentum(red),
  ],

  noise: ({ gap }: JudgedMetric, { batchNorm }: Pick<Modes, 'batchNorm'>): readonly string[] => {
    if (gap <= 0) return ['nothing: dropout makes fit-time metrics look worse than the model is'];
    return [
      batchNorm.length > 0
        ? 'move dropout and noise layers behind the last BatchNorm layer, or lower their rate: they shift the variance that BatchNorm has learned'
        : 'lower the rate of dropout and noise layers: the model has learned to need them',
      'give Dropout layers no seed: with a seed TensorFlow.js draws the same mask in every step, and the model can learn to need it',
    ];
  },

  customLayers: [
    'compare what its call() does with kwargs.training and without: inference mode has to do what training prepared for',
  ] as readonly string[],

  showNorm:
    'hold the layer in a property (this.norm), a list or a plain object: then its statistics can be judged and recalibrated',

  lagging: ({ updates }: LayerJudgement): readonly string[] => [
    recalibrate(updates !== undefined),
    'train on for some epochs with a much smaller learning rate: the averages catch up once the weights stand',
    'set a lower momentum: the averages then follow sooner',
  ],

  batchNoise: ({ batchSize, rows, sameOrder }: Modes): readonly string[] => [
    ...(sameOrder === true ? [shuffleDataset] : []),
    `train with larger batches than ${batchSize}${rows > batchSize ? ` (there are ${rows} rows)` : ''}: the noise shrinks with the square root of their size`,
    'put layerNormalization in place of batchNormalization: it does not look at other rows',
  ],

  noisyAverages: ({ batchSize, recording }: Modes, { momentum }: LayerJudgement): readonly string[] => [
    recalibrate(recording !== undefined),
    `raise the momentum above ${momentum}: the moving averages then keep more batches, and less of their noise`,
    `train with larger batches than ${batchSize}`,
  ],

  compose: (streamed: boolean): readonly string[] =>
    streamed
      ? [shuffleDataset]
      : ['shuffle in fit (shuffle: true, the default), so that every batch holds rows of all kinds'],

  ownStatistics:
    'give each place a BatchNorm layer of its own: weights can be shared, statistics of unlike inputs cannot',

  lateDivergence: [
    'lower the learning rate towards the end, or keep the best weights and not the last',
    'train an epoch more and look at its metrics: they are measured after that update',
  ] as readonly string[],

  moreRows: 'nothing: more rows would tell a loss from noise',

  margin: 'nothing: such rows fall either way on another engine; test the loss, or more rows',

  slowDown:
    'if the weights still move, train on with a smaller learning rate: moving statistics lag behind them',

  compareAfterEpoch:
    'nothing: compare with a metric that is measured after the epoch, or train one epoch more',

  sameRows: 'pass the rows of the fit, or leave the data out: the recording belongs to those',

  tellApart: (candidates: readonly CauseId[]): string =>
    candidates.includes('rows-misaligned')
      ? 'record the fit (train, or recordTraining as a callback): digests of its data and weights tell these apart'
      : candidates.includes('weights-not-loaded')
        ? 'judge the model that fit ended with: these weights are not the recorded ones'
        : 'measure again with a smaller learning rate in the last epoch, and with another batchSize: what changes is the cause',

  nonFinite: (of: NonFinite): readonly string[] =>
    of === 'metrics'
      ? ['look at the output layer and the targets: poisson, say, needs predictions above 0']
      : runAway,
};

const shuffleDataset =
  "shuffle the dataset before it is cut into batches: dataset.shuffle(rows, 'seed').batch(size)";

const runAway = [
  'lower the learning rate, or clip gradients: the weights ran away',
  'look for a logarithm of 0 or a division by 0 in losses and layers of your own',
];

function trainOn(red: readonly LayerJudgement[]): string {
  const updates = Math.max(...red.map((layer) => layer.updatesNeeded));
  return Number.isFinite(updates)
    ? `train on: at least ${count(updates, 'update')} in all at this momentum (more while the weights still move)`
    : 'set momentum below 1: with momentum 1 the moving statistics never move';
}

function lowerMomentum(red: readonly LayerJudgement[]): readonly string[] {
  const { updates } = red[0]!;
  const momentum = Math.min(...red.map((layer) => layer.momentumNeeded ?? Infinity));
  // With momentum 1 the line before says all there is to say.
  const fixed = red.some((layer) => layer.momentum >= 1);
  if (updates === undefined || !Number.isFinite(momentum) || fixed) return [];
  return [
    `set momentum to ${roundedDown(momentum)} or less, if ${count(updates, 'update')} are all there will be (still less while the weights move)`,
  ];
}

function roundedDown(momentum: number): string {
  return String(Math.floor(momentum * 100) / 100);
}
