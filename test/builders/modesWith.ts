import type { BatchNormMeasurement } from '../../src/probes/batchNorm/BatchNormMeasurement';
import type { Modes, Rung, RungName } from '../../src/probes/modes/Modes';
import type { Recording } from '../../src/probes/recording/Recording';

const rungs: readonly RungName[] = [
  'fit-time',
  'training-mode',
  'dropout-off',
  'population-batchnorm',
  'inference-mode',
];

/** A ladder from its values, rung by rung from fit time down: `{ accuracy: [1, 1, 1, 1, 0.3] }`. */
export function ladderOf(values: Readonly<Record<string, readonly number[]>>): readonly Rung[] {
  const names = Object.keys(values);
  const on = (i: number): Record<string, number> =>
    Object.fromEntries(names.map((name) => [name, values[name]![i]!]));
  return rungs.map((rung, i) => ({
    rung,
    metrics: on(i),
    spread: Object.fromEntries(names.map((name) => [name, 0])),
    step:
      i === 0
        ? undefined
        : Object.fromEntries(names.map((name) => [name, values[name]![i]! - values[name]![i - 1]!])),
  }));
}

/** Modes by hand: a recorded fit on the same rows with the same weights, unless said otherwise. */
export function modesWith({
  ladder,
  lossScale = 1,
  ...rest
}: Partial<Omit<Modes, 'ladder'>> & {
  readonly lossScale?: number;
  readonly ladder: Readonly<Record<string, readonly number[]>>;
}): Modes {
  const rungsOf = ladderOf(ladder);
  return {
    ladder: rungsOf,
    rows: 100,
    batchSize: 10,
    batchings: 3,
    seed: 1,
    accuracies: 'accuracy' in ladder ? ['accuracy'] : [],
    lossScales: 'loss' in ladder ? { loss: lossScale } : {},
    outputOf: {},
    keptInTraining: 'accuracy' in ladder ? { accuracy: 1 } : {},
    withinMargin: 'accuracy' in ladder ? { accuracy: ladder['accuracy'].at(-1)! } : {},
    inFitOrder: undefined,
    promised: { metrics: rungsOf[0]!.metrics, recorded: true, penalty: 0, weighting: undefined },
    resolutions: [],
    streamed: false,
    sameOrder: undefined,
    frozen: { drifted: [], callTimeTraining: [], weightsMoved: [] },
    sameRows: true,
    sameInputs: rest.sameRows !== false,
    sameTargets: rest.sameRows !== false,
    weights: undefined,
    repeated: undefined,
    sameWeights: true,
    nonFiniteRows: [],
    nonFiniteWeight: undefined,
    noisy: true,
    customLayers: [],
    batchNorm: [],
    recording: recordingWith({ epochs: [rungsOf[0]!.metrics] }),
    ...rest,
  };
}

/** A recording of still weights: every batch like the epoch. */
export function recordingWith(parts: Partial<Recording> & Pick<Recording, 'epochs'>): Recording {
  return {
    version: 1,
    lastEpoch: [
      { size: 50, metrics: parts.epochs.at(-1)! },
      { size: 50, metrics: parts.epochs.at(-1)! },
    ],
    updates: 10,
    batchSize: 10,
    rows: 100,
    penalty: 0,
    dataDigest: '0000000000000001',
    weightsDigest: '0000000000000002',
    batchNormStart: {},
    ...parts,
  };
}

/** A BatchNorm layer by hand, one channel unless vectors are given; settled and population are the same by default. */
export function measurementWith(
  parts: Partial<Omit<BatchNormMeasurement, 'moving' | 'settled' | 'population'>> & {
    readonly moving: readonly [mean: number | number[], variance: number | number[]];
    readonly settled: readonly [mean: number | number[], variance: number | number[]];
    readonly population?: readonly [mean: number | number[], variance: number | number[]];
  },
): BatchNormMeasurement {
  const { moving, settled, population = settled, ...rest } = parts;
  const vector = (values: number | number[]): Float64Array => Float64Array.from([values].flat());
  const moments = ([mean, variance]: readonly [number | number[], number | number[]]): {
    mean: Float64Array;
    variance: Float64Array;
  } => ({ mean: vector(mean), variance: vector(variance) });
  const channels = vector(moving[0]).length;
  return {
    path: 'bn',
    momentum: 0.99,
    epsilon: 1e-3,
    moving: moments(moving),
    settled: moments(settled),
    population: moments(population),
    batchNoise: { mean: new Float64Array(channels), variance: new Float64Array(channels) },
    inGivenOrder: undefined,
    trained: false,
    samplingNoise: undefined,
    storedStep: { mean: 0, variance: 0 },
    callsPerBatch: 1,
    batches: 3,
    batchSize: 10,
    frozen: false,
    updates: 5,
    start: { mean: 0, variance: 1 },
    ...rest,
  };
}

/** A channel's moving value after k updates from a start, the batches giving the same every time. */
export function movedFrom(start: number, settled: number, momentum: number, updates: number): number {
  return settled + momentum ** updates * (start - settled);
}
