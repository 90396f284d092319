import { describe, expect, test } from '@jest/globals';
import { judgeBatchNorm } from '../../../src/diagnosis/batchNorm/judgeBatchNorm';
import { diagnosisOf } from '../../../src/diagnosis/Diagnosis';
import { convergenceText } from '../../../src/diagnosis/text/convergenceText';
import type { BatchNormMeasurement } from '../../../src/probes/batchNorm/BatchNormMeasurement';
import type { BatchNormStatistics } from '../../../src/probes/batchNorm/BatchNormStatistics';
import type { Modes } from '../../../src/probes/modes/Modes';
import {
  modesKept,
  modesOfLossOnly,
  modesOfNaN,
  modesOfOtherRows,
  modesOfTheCase,
  modesOfTwoCauses,
  modesOfUnknownCause,
  trappedLayers,
} from '../../builders/exampleModes';
import { measurementWith, modesWith, movedFrom } from '../../builders/modesWith';

/** The hint of Jest and an empty line come before a text in a matcher's message. */
const linesOfMatcher = 2;

function expectText(text: string, expected: string): void {
  expect(text).toBe(expected);
  expect(text.split('\n').length + linesOfMatcher).toBeLessThanOrEqual(25);
}

const said = (modes: Modes): string => String(diagnosisOf(modes));

function saidOf(
  layers: readonly BatchNormMeasurement[],
  swapped: BatchNormStatistics['swapped'] = { flips: 2, largestChange: 0.99987 },
): string {
  return convergenceText(judgeBatchNorm(layers), {
    layers,
    nonFiniteWeight: undefined,
    rows: 3,
    batchSize: 3,
    batchings: 1,
    seed: 1,
    swapped,
  });
}

const late = measurementWith({ path: 'late', updates: 2000, moving: [5, 1], settled: [9, 1] });

describe('the message of a diagnosis', () => {
  test('tells the case as the design does', () => {
    expectText(
      said(modesOfTheCase),
      `fit promised accuracy 1.000 on these 3 rows, predict gives 0.333 (tolerance 0.05)

  fit time              accuracy 1.000  loss  0.0001
  training mode         accuracy 1.000  loss  0.0000   0.000
  dropout off           accuracy 1.000  loss  0.0000   0.000
  population BatchNorm  accuracy 1.000  loss  0.0000   0.000
  inference mode        accuracy 0.333  loss 10.7454  -0.667  <- moving statistics

Cause: the moving statistics of 53 BatchNorm layers have not converged.
  After 5 updates with momentum 0.99 they still hold 95.1 % of their start values (mean 0, variance 1).
  Worst: conv1_bn, channel 12: moving mean 4.91, on its way to 100.2 (standard deviation 28.5).

What to do, one of:
  await recalibrateBatchNorm(trained.model, trained.data.xs)    exact, at once
  train on: at least 195 updates in all at this momentum (more while the weights still move)
  set momentum to 0.67 or less, if 5 updates are all there will be (still less while the weights move)

(trained with seed 7, measured in 1 batching of batch size 3, seed 1)`,
    );
  });

  test('names two causes with the share of each, and what to do against each', () => {
    expectText(
      said(modesOfTwoCauses),
      `fit promised accuracy 1.000 on these 100 rows, predict gives 0.200 (tolerance 0.05)

  fit time              accuracy 1.000  loss  0.0100
  training mode         accuracy 1.000  loss  0.0200   0.000
  dropout off           accuracy 0.600  loss  0.8000  -0.400  <- dropout and noise
  population BatchNorm  accuracy 0.600  loss  0.8000   0.000
  inference mode        accuracy 0.200  loss  3.0000  -0.400  <- moving statistics

Cause (50.0 % of the gap): dropout or noise layers are on in training mode only: accuracy is 1.000 with them, 0.600 without.

Cause (50.0 % of the gap): the moving statistics of 2 BatchNorm layers have not converged.
  After 5 updates with momentum 0.99 they still hold 95.1 % of their start values (mean 0, variance 1).
  Worst: conv1_bn, channel 12: moving mean 4.91, on its way to 100.2 (standard deviation 28.5).

What to do, one thing against each cause:
  move dropout and noise layers behind the last BatchNorm layer, or lower their rate: they shift the variance that BatchNorm has learned
  await recalibrateBatchNorm(trained.model, trained.data.xs)    exact, at once

(measured in 3 batchings of batch size 10, seed 1)`,
    );
  });

  test('names the candidates where no experiment separates them', () => {
    expectText(
      said(modesOfUnknownCause),
      `fit promised accuracy 0.980 on these 100 rows, predict gives 0.600 (tolerance 0.05)

  fit time              accuracy 0.980  loss  0.1000
  training mode         accuracy 0.600  loss  1.2000  -0.380  <- other data, or weights that moved
  dropout off           accuracy 0.600  loss  1.2000   0.000
  population BatchNorm  accuracy 0.600  loss  1.2000   0.000
  inference mode        accuracy 0.600  loss  1.2000   0.000

Cause: the final weights give accuracy 0.600 on these rows in training mode too: what a layer does by mode does not explain the gap.
  It may be one of: late-divergence, stochastic-layer, augmentation.

What to do:
  measure again with a smaller learning rate in the last epoch, and with another batchSize: what changes is the cause

(measured in 3 batchings of batch size 10, seed 1)`,
    );
  });

  test('says what would tell them apart where there is no recording', () => {
    expectText(
      said(
        modesWith({
          ladder: { accuracy: [1, 0.4, 0.4, 0.4, 0.4] },
          recording: undefined,
          sameRows: undefined,
          sameWeights: undefined,
        }),
      ),
      `fit promised accuracy 1.000 on these 100 rows, predict gives 0.400 (tolerance 0.05)

  fit time              accuracy 1.000
  training mode         accuracy 0.400  -0.600  <- other data, or weights that moved
  dropout off           accuracy 0.400   0.000
  population BatchNorm  accuracy 0.400   0.000
  inference mode        accuracy 0.400   0.000

Cause: the final weights give accuracy 0.400 on these rows in training mode too: what a layer does by mode does not explain the gap.
  It may be one of: averaged-over-epoch, late-divergence, other-rows, preparation-mismatch, rows-misaligned, classes-permuted, weights-not-loaded.

What to do:
  record the fit (train, or recordTraining as a callback): digests of its data and weights tell these apart

(measured in 3 batchings of batch size 10, seed 1)`,
    );
  });

  test('says of a loss what it is measured in', () => {
    expectText(
      said(modesOfLossOnly),
      `fit promised loss 0.0200 on these 100 rows, predict gives 0.5000 (tolerance 0.1 of 1.0986, the loss of the best constant prediction)

  fit time              accuracy 1.000  loss  0.0200
  training mode         accuracy 1.000  loss  0.0200   0.0000
  dropout off           accuracy 1.000  loss  0.0200   0.0000
  population BatchNorm  accuracy 1.000  loss  0.0200   0.0000
  inference mode        accuracy 1.000  loss  0.5000   0.4800  <- moving statistics

Cause: the moving statistics of 1 BatchNorm layer have not converged.
  After 5 updates with momentum 0.99 they still hold 95.1 % of their start values (mean 0, variance 1).
  Worst: conv1_bn, channel 12: moving mean 4.91, on its way to 100.2 (standard deviation 28.5).

What to do, one of:
  await recalibrateBatchNorm(trained.model, trained.data.xs)    exact, at once
  train on: at least 195 updates in all at this momentum (more while the weights still move)
  set momentum to 0.67 or less, if 5 updates are all there will be (still less while the weights move)

(measured in 3 batchings of batch size 10, seed 1)`,
    );
  });

  test('says of a promise that is kept by how much', () => {
    expectText(
      said(modesKept),
      `fit promised accuracy 0.970 on these 100 rows, predict gives 0.980 (tolerance 0.05)

  fit time              accuracy 0.970  loss  0.1000
  training mode         accuracy 0.970  loss  0.0900   0.000
  dropout off           accuracy 0.980  loss  0.0800   0.010
  population BatchNorm  accuracy 0.980  loss  0.0800   0.000
  inference mode        accuracy 0.980  loss  0.0800   0.000

(measured in 3 batchings of batch size 10, seed 1)`,
    );
  });

  test('says that rows are other ones', () => {
    expectText(
      said(modesOfOtherRows),
      `fit promised accuracy 0.990, predict gives 0.500 on these 20 rows, which are other rows (tolerance 0.05, and chance)

  fit time              accuracy 0.990  loss  0.1000
  training mode         accuracy 0.500  loss  2.0000  -0.490  <- other data, or weights that moved
  dropout off           accuracy 0.500  loss  2.0000   0.000
  population BatchNorm  accuracy 0.500  loss  2.0000   0.000
  inference mode        accuracy 0.500  loss  2.0000   0.000

Cause: these 20 rows are not the 100 rows that the model was trained on.

What to do:
  pass the rows of the fit, or leave the data out: the recording belongs to those

(measured in 3 batchings of batch size 10, seed 1)`,
    );
  });

  test('says where NaN comes from', () => {
    expectText(
      said(modesOfNaN),
      `Cause: predict gives NaN or Infinity on 3 of 100 rows (first: row 4). The first weight that is not finite: dense_1/kernel.

What to do, one of:
  lower the learning rate, or clip gradients: the weights ran away
  look for a logarithm of 0 or a division by 0 in losses and layers of your own

(measured in 3 batchings of batch size 10, seed 1)`,
    );
  });

  test('says that predictions depend on the batch', () => {
    expectText(
      said(modesWith({ ladder: { accuracy: [1, 1, 1, 0.5, 0.5] }, batchNorm: [late] })),
      `fit promised accuracy 1.000 on these 100 rows, predict gives 0.500 (tolerance 0.05)

  fit time              accuracy 1.000
  training mode         accuracy 1.000   0.000
  dropout off           accuracy 1.000   0.000
  population BatchNorm  accuracy 0.500  -0.500  <- batch statistics
  inference mode        accuracy 0.500   0.000

Cause: batches of 10 are too small for BatchNorm here: their statistics differ from batch to batch and from those of all rows, and the predictions depend on it.

What to do, one of:
  train with larger batches than 10 (there are 100 rows): the noise shrinks with the square root of their size
  put layerNormalization in place of batchNormalization: it does not look at other rows

(measured in 3 batchings of batch size 10, seed 1)`,
    );
  });

  test('does not blame start values that are gone', () => {
    expectText(
      said(modesWith({ ladder: { accuracy: [1, 1, 1, 1, 0.5] }, batchNorm: [late] })),
      `fit promised accuracy 1.000 on these 100 rows, predict gives 0.500 (tolerance 0.05)

  fit time              accuracy 1.000
  training mode         accuracy 1.000   0.000
  dropout off           accuracy 1.000   0.000
  population BatchNorm  accuracy 1.000   0.000
  inference mode        accuracy 0.500  -0.500  <- moving statistics

Cause: the moving statistics of 1 BatchNorm layer lag behind weights that moved: what is left of the start values and the noise of batches explain no such distance (late: 4.00, noise 0.00).
  Worst: late, channel 0: moving mean 5, on its way to 9 (standard deviation 1).

What to do, one of:
  await recalibrateBatchNorm(trained.model, trained.data.xs)    exact, at once
  train on for some epochs with a much smaller learning rate: the averages catch up once the weights stand
  set a lower momentum: the averages then follow sooner

(measured in 3 batchings of batch size 10, seed 1)`,
    );
  });

  test('is the same text each time, and its data is JSON that stays the same', () => {
    expect(said(modesOfTheCase)).toBe(said(modesOfTheCase));
    for (const modes of [modesOfTheCase, modesOfNaN, modesOfTwoCauses]) {
      const json = JSON.stringify(diagnosisOf(modes));
      expect(JSON.parse(json)).toEqual(diagnosisOf(modes).toJSON());
      expect(json).not.toContain('null');
    }
  });
});

describe('the message about moving statistics', () => {
  test('lists the furthest layers, the cause and the remedies', () => {
    expectText(
      saidOf(trappedLayers),
      `53 of 53 BatchNorm layers normalise in inference mode by other statistics than these 3 rows have

  conv1_bn    distance 2.99, allowed 0.50
  block_1_bn  distance 2.97, allowed 0.50
  block_2_bn  distance 2.97, allowed 0.50
  block_3_bn  distance 2.97, allowed 0.50
  block_4_bn  distance 2.97, allowed 0.50
  and 48 more layers

Cause: the moving statistics of 53 BatchNorm layers have not converged.
  After 5 updates with momentum 0.99 they still hold 95.1 % of their start values (mean 0, variance 1).
  Worst: conv1_bn, channel 12: moving mean 4.91, on its way to 100.2 (standard deviation 28.5).
  Population statistics in their place would change the decision on 2 of 3 rows, a prediction by up to 1.

What to do, one of:
  await recalibrateBatchNorm(trained.model, trained.data.xs)    exact, at once
  train on: at least 195 updates in all at this momentum (more while the weights still move)
  set momentum to 0.67 or less, if 5 updates are all there will be (still less while the weights move)

(measured in 1 batching of batch size 3, seed 1)`,
    );
  });

  test('does not blame start values that are gone', () => {
    expectText(
      saidOf([late], { flips: undefined, largestChange: 0.5 }),
      `1 of 1 BatchNorm layer normalises in inference mode by other statistics than these 3 rows have

  late  distance 4.00, allowed 0.50

Cause: the moving statistics of 1 BatchNorm layer are not what these rows make of them.
  Worst: late, channel 0: moving mean 5, on its way to 9 (standard deviation 1).
  Population statistics in their place would change a prediction by up to 0.5.

What to do, one of:
  await recalibrateBatchNorm(trained.model, trained.data.xs)    exact, at once
  if the weights still move, train on with a smaller learning rate: moving statistics lag behind them

(measured in 1 batching of batch size 3, seed 1)`,
    );
  });

  test('sends nobody to train on frozen layers, which moves them further', () => {
    const moved = { frozen: true, start: { mean: 0, variance: 1 }, updates: 30 };
    expectText(
      saidOf([measurementWith({ path: 'base/norm', moving: [2.6, 3.6], settled: [10, 11], ...moved })]),
      `1 of 1 BatchNorm layer normalises in inference mode by other statistics than these 3 rows have

  base/norm  distance 2.23, allowed 0.50

Cause: 1 of 1 BatchNorm layer is frozen and moved all the same: base/norm.
  TensorFlow.js normalises a BatchNorm layer with trainable = false by the batch in fit, and moves its statistics.
  Worst: base/norm, channel 0: moving mean 2.6, on its way to 10 (standard deviation 3.32).
  Population statistics in their place would change the decision on 2 of 3 rows, a prediction by up to 1.

What to do, one of:
  train the head alone, on what the base predicts: features = base.predict(xs), then train(head, { xs: features, ys })
  await recalibrateBatchNorm(model, xs) after training, if these rows are all the model is for

(measured in 1 batching of batch size 3, seed 1)`,
    );
  });

  test('says of statistics that follow sorted batches to shuffle, and not that they lag', () => {
    const inGivenOrder = {
      settled: { mean: Float64Array.of(5), variance: Float64Array.of(1) },
      atEndOfEpoch: { mean: Float64Array.of(9), variance: Float64Array.of(2) },
      noiseOfMean: Float64Array.of(2),
      batches: 6,
    };
    expectText(
      saidOf([
        measurementWith({ path: 'norm', updates: 2000, moving: [5, 1], settled: [5, 9], inGivenOrder }),
      ]),
      `1 of 1 BatchNorm layer normalises in inference mode by other statistics than these 3 rows have

  norm  distance 2.20, allowed 0.50

Cause: the moving statistics of 1 BatchNorm layer follow batches in the order given, which are of unlike composition, and not all rows.
  Worst: norm, channel 0: moving variance 1, on its way to 9.
  Population statistics in their place would change the decision on 2 of 3 rows, a prediction by up to 1.

What to do, one of:
  await recalibrateBatchNorm(trained.model, trained.data.xs)    exact, at once
  shuffle in fit (shuffle: true, the default), so that every batch holds rows of all kinds

(measured in 1 batching of batch size 3, seed 1)`,
    );
  });

  test('lists distances where all have converged', () => {
    expectText(
      saidOf([
        measurementWith({ path: 'bn_1', moving: [1, 1], settled: [1, 1] }),
        measurementWith({ path: 'block/bn_2', moving: [1.2, 1], settled: [1, 1] }),
      ]),
      `all 2 BatchNorm layers normalise in inference mode by the statistics of these 3 rows

  block/bn_2  distance 0.20, allowed 0.50
  bn_1        distance 0.00, allowed 0.50

(measured in 1 batching of batch size 3, seed 1)`,
    );
  });

  test('says what it can without a recording', () => {
    expectText(
      saidOf([
        measurementWith({
          moving: [movedFrom(0, 50, 0.99, 30), movedFrom(1, 100, 0.99, 30)],
          settled: [50, 100],
          updates: undefined,
          start: undefined,
        }),
      ]),
      `1 of 1 BatchNorm layer normalises in inference mode by other statistics than these 3 rows have

  bn  distance 3.70, allowed 0.50

Cause: the moving statistics of 1 BatchNorm layer have not converged.
  They still hold part of their start values; a recording would tell after how many updates.
  Worst: bn, channel 0: moving mean 13, on its way to 50 (standard deviation 10).
  Population statistics in their place would change the decision on 2 of 3 rows, a prediction by up to 1.

What to do, one of:
  await recalibrateBatchNorm(model, xs, { batchSize })    exact, at once
  train on: at least 230 updates in all at this momentum (more while the weights still move)

(measured in 1 batching of batch size 3, seed 1)`,
    );
  });

  test('says that momentum 1 never gets there', () => {
    expectText(
      saidOf([measurementWith({ momentum: 1, moving: [0, 1], settled: [50, 100] })]),
      `1 of 1 BatchNorm layer normalises in inference mode by other statistics than these 3 rows have

  bn  distance 5.00, allowed 0.50

Cause: the moving statistics of 1 BatchNorm layer have not converged.
  After 5 updates with momentum 1 they still hold 100.0 % of their start values (mean 0, variance 1).
  Worst: bn, channel 0: moving mean 0, on its way to 50 (standard deviation 10).
  Population statistics in their place would change the decision on 2 of 3 rows, a prediction by up to 1.

What to do, one of:
  await recalibrateBatchNorm(trained.model, trained.data.xs)    exact, at once
  set momentum below 1: with momentum 1 the moving statistics never move

(measured in 1 batching of batch size 3, seed 1)`,
    );
  });
});
