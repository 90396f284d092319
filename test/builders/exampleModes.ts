import type { BatchNormMeasurement } from '../../src/probes/batchNorm/BatchNormMeasurement';
import type { Modes } from '../../src/probes/modes/Modes';
import { measurementWith, modesWith, movedFrom, recordingWith } from './modesWith';

/** A layer after 5 updates at 0.99 towards one channel's mean and standard deviation; channel 12 is the one. */
function trappedLayer(path: string, mean: number, deviation: number): BatchNormMeasurement {
  const quiet = (value: number, at: number): number[] =>
    Array.from({ length: 13 }, (_, c) => (c === 12 ? at : value));
  return measurementWith({
    path,
    moving: [
      quiet(movedFrom(0, mean / 2, 0.99, 5), movedFrom(0, mean, 0.99, 5)),
      quiet(movedFrom(1, deviation ** 2, 0.99, 5), movedFrom(1, deviation ** 2, 0.99, 5)),
    ],
    settled: [quiet(mean / 2, mean), quiet(deviation ** 2, deviation ** 2)],
  });
}

/** The 53 layers of the case, the worst one that of the design. */
export const trappedLayers = [
  trappedLayer('conv1_bn', 100.2, 28.5),
  ...Array.from({ length: 52 }, (_, i) => trappedLayer(`block_${i + 1}_bn`, 40, 20)),
];

/** The example of the design: five epochs of one batch of three pictures on a ResNet50. */
export const modesOfTheCase: Modes = modesWith({
  ladder: { accuracy: [1, 1, 1, 1, 1 / 3], loss: [0.0001, 0, 0, 0, 10.7454] },
  rows: 3,
  batchSize: 3,
  batchings: 1,
  lossScale: Math.log(3),
  keptInTraining: { accuracy: 2 },
  batchNorm: trappedLayers,
  recording: recordingWith({
    seed: 7,
    updates: 5,
    batchSize: 3,
    rows: 3,
    epochs: [
      { accuracy: 1, loss: 0.0107 },
      { accuracy: 1, loss: 0.0001 },
    ],
    lastEpoch: [{ size: 3, metrics: { accuracy: 1, loss: 0.0001 } }],
  }),
});

/** Half of the gap is dropout's, half the moving statistics'. */
export const modesOfTwoCauses: Modes = modesWith({
  ladder: { accuracy: [1, 1, 0.6, 0.6, 0.2], loss: [0.01, 0.02, 0.8, 0.8, 3] },
  lossScale: Math.log(5),
  batchNorm: trappedLayers.slice(0, 2),
});

/** Training mode disagrees with the fit, and no experiment says why. */
export const modesOfUnknownCause: Modes = modesWith({
  ladder: { accuracy: [0.98, 0.6, 0.6, 0.6, 0.6], loss: [0.1, 1.2, 1.2, 1.2, 1.2] },
});

/** Every decision is right, with less confidence. */
export const modesOfLossOnly: Modes = modesWith({
  ladder: { accuracy: [1, 1, 1, 1, 1], loss: [0.02, 0.02, 0.02, 0.02, 0.5] },
  lossScale: Math.log(3),
  batchNorm: trappedLayers.slice(0, 1),
});

export const modesKept: Modes = modesWith({
  ladder: { accuracy: [0.97, 0.97, 0.98, 0.98, 0.98], loss: [0.1, 0.09, 0.08, 0.08, 0.08] },
});

export const modesOfOtherRows: Modes = modesWith({
  rows: 20,
  sameRows: false,
  ladder: { accuracy: [0.99, 0.5, 0.5, 0.5, 0.5], loss: [0.1, 2, 2, 2, 2] },
});

export const modesOfNaN: Modes = modesWith({
  ladder: { accuracy: [0.3, 0.3, 0.3, 0.3, 0.3], loss: [1, NaN, NaN, NaN, NaN] },
  nonFiniteRows: [4, 5, 9],
  nonFiniteWeight: 'dense_1/kernel',
});
