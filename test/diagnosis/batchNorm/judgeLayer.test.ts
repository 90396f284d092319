import { describe, expect, test } from '@jest/globals';
import { judgeBatchNorm } from '../../../src/diagnosis/batchNorm/judgeBatchNorm';
import { judgeLayer } from '../../../src/diagnosis/batchNorm/judgeLayer';
import { measurementWith, movedFrom } from '../../builders/modesWith';

/** The worst channel of the example in the design: 5 updates at 0.99 towards mean 100.2, standard deviation 28.5. */
const ofTheCase = measurementWith({
  path: 'conv1_bn',
  moving: [movedFrom(0, 100.2, 0.99, 5), movedFrom(1, 28.5 ** 2, 0.99, 5)],
  settled: [100.2, 28.5 ** 2],
});

describe('judgeLayer', () => {
  test('says of the case what is left, how long it takes, and which momentum would have done', () => {
    const judged = judgeLayer(ofTheCase, 0.5);
    expect(judged.converged).toBe(false);
    expect(judged.startHeld).toBeCloseTo(0.951, 3);
    expect(judged.startExplains).toBe(true);
    // ln(0.5 * 28.5 / 100.2) / ln(0.99)
    expect(judged.updatesNeeded).toBe(195);
    // (0.5 * 28.5 / 100.2) ** (1 / 5)
    expect(Math.floor(judged.momentumNeeded! * 100) / 100).toBe(0.67);
    expect(judged.worst).toMatchObject({ channel: 0, mean: 100.2, of: 'mean' });
    expect(judged.worst.movingMean).toBeCloseTo(4.9, 1);
  });

  test.each([
    [195, true],
    [194, false],
  ])('finds the updates that it advises enough and one less not: %d', (updates, converged) => {
    const [mean, variance] = [100.2, 28.5 ** 2];
    const later = measurementWith({
      updates,
      moving: [movedFrom(0, mean, 0.99, updates), movedFrom(1, variance, 0.99, updates)],
      settled: [mean, variance],
    });
    expect(judgeLayer(later, 0.5).converged).toBe(converged);
  });

  test('takes the nearer of settled and population statistics', () => {
    const settled = [0, 1] as const;
    const population = [0, 4] as const;
    const at = (variance: number): number =>
      judgeLayer(measurementWith({ moving: [0, variance], settled, population }), 0.5).distance;
    expect(at(1)).toBeCloseTo(0, 9);
    expect(at(4)).toBeCloseTo(0, 9);
    expect(at(2)).toBeCloseTo(Math.LN2, 2);
    const between = measurementWith({ moving: [0, 1], settled, population });
    expect(judgeLayer(between, 0.5).populationDistance).toBeCloseTo(Math.log(4), 2);
  });

  test('allows twice the standard error of rows that are a sample, in quadrature with the noise', () => {
    const sampled = (samplingNoise: number, batchNoise: number): number =>
      judgeLayer(
        measurementWith({
          momentum: 0.6,
          moving: [0, 1],
          settled: [0, 1],
          epsilon: 0,
          batchNoise: { mean: Float64Array.of(batchNoise), variance: Float64Array.of(0) },
          samplingNoise: { mean: Float64Array.of(samplingNoise), variance: Float64Array.of(0) },
        }),
        0.5,
      ).allowance;
    expect(sampled(0.3, 0)).toBeCloseTo(0.5 + 2 * 0.3, 9);
    // sqrt((1 - 0.6) / (1 + 0.6)) is 0.5.
    expect(sampled(0.3, 0.8)).toBeCloseTo(0.5 + 2 * 0.5, 9);
  });

  test('takes statistics that were stored in 8 bits for the nearest of what they may have been', () => {
    const stored = (variance: number): number =>
      judgeLayer(
        measurementWith({
          moving: [0, 0],
          settled: [0, variance],
          epsilon: 1e-3,
          storedStep: { mean: 0, variance: 1 },
        }),
        0.5,
      ).distance;
    expect(stored(0.4)).toBe(0);
    expect(stored(2)).toBeCloseTo(Math.log(2.001 / 0.501), 9);
  });

  test('allows twice the noise of the moving average on top of the tolerance', () => {
    const noisy = measurementWith({
      momentum: 0.6,
      moving: [0.8, 1],
      settled: [0, 1],
      epsilon: 0,
      batchNoise: { mean: Float64Array.of(0.4), variance: Float64Array.of(0.1) },
    });
    const { allowance, converged } = judgeLayer(noisy, 0.5);
    expect(allowance).toBeCloseTo(0.5 + 2 * 0.4 * Math.sqrt(0.4 / 1.6), 12);
    expect(converged).toBe(true);
    expect(judgeLayer({ ...noisy, momentum: 0.99 }, 0.5).converged).toBe(false);
  });

  test('is judged by the 90th percentile of its channels', () => {
    const channels = (far: number): ReturnType<typeof measurementWith> =>
      measurementWith({
        moving: [Array.from({ length: 21 }, (_, c) => (c < far ? 9 : 0)), new Array<number>(21).fill(1)],
        settled: [new Array<number>(21).fill(0), new Array<number>(21).fill(1)],
      });
    expect(judgeLayer(channels(2), 0.5).converged).toBe(true);
    expect(judgeLayer(channels(3), 0.5).converged).toBe(false);
    expect(judgeLayer(channels(2), 0.5).worst.channel).toBe(0);
  });

  test('holds a constant channel by its mean alone: it has no variance to be far from', () => {
    const constant = (mean: number): ReturnType<typeof measurementWith> =>
      measurementWith({ moving: [mean, 0.95], settled: [3, 0] });
    expect(judgeLayer(constant(3), 0.5).converged).toBe(true);
    expect(judgeLayer(constant(2), 0.5).converged).toBe(false);
  });

  test.each([
    // sqrt(1e-6 / (1e-6 + 0.001)) of the weight 1: 0.03 of ln(2).
    ['beside a channel of variance 1', 1, 0.032 * Math.LN2, 0],
    // sqrt(1e-6 / 1.001e-3) / sqrt(1e-5 / 1.01e-3): 0.32 of it.
    ['beside one that is small as well', 1e-5, 0.318 * Math.LN2, 730],
    ['alone in its size', 1e-6, Math.LN2, 731],
  ])('weighs the variance of a channel by its output: %s', (_, other, distance, updates) => {
    const [small, twice] = [1e-6, 2 * 1.001e-3 - 1e-3];
    const judged = judgeLayer(
      measurementWith({
        moving: [
          [0, 0],
          [other, twice],
        ],
        settled: [
          [0, 0],
          [other, small],
        ],
        epsilon: 1e-3,
      }),
      0.5,
    );
    expect(judged.worst.channel).toBe(1);
    expect(judged.worst.distance).toBeCloseTo(distance, 3);
    // ln((exp(0.5) - 1) * (v + 0.001) / (1 - v)) / ln(0.99) of the start value 1, v the smallest variance that weighs 1.
    expect(judged.updatesNeeded).toBe(updates);
  });

  test('needs one update at momentum 0, and never gets there at momentum 1', () => {
    const at = (momentum: number): ReturnType<typeof judgeLayer> =>
      judgeLayer(measurementWith({ momentum, moving: [0, 1], settled: [10, 4] }), 0.5);
    expect(at(0).updatesNeeded).toBe(1);
    expect(at(1).updatesNeeded).toBe(Infinity);
    expect(at(1).allowance).toBe(0.5);
    expect(at(1).startHeld).toBe(1);
  });

  test('needs no update where the start values are within tolerance', () => {
    expect(judgeLayer(measurementWith({ moving: [0, 1], settled: [0.1, 1] }), 0.5).updatesNeeded).toBe(0);
  });

  test('never passes NaN', () => {
    expect(judgeLayer(measurementWith({ moving: [NaN, 1], settled: [0, 1] }), 0.5).converged).toBe(false);
    expect(judgeLayer(measurementWith({ moving: [0, 1], settled: [NaN, 1] }), 0.5).converged).toBe(false);
  });

  test('tells from the numbers alone what is left of the start values when there is no recording', () => {
    const bare = measurementWith({
      moving: [movedFrom(0, 50, 0.99, 30), movedFrom(1, 100, 0.99, 30)],
      settled: [50, 100],
      updates: undefined,
      start: undefined,
    });
    expect(judgeLayer(bare, 0.5)).toMatchObject({
      startHeld: undefined,
      momentumNeeded: undefined,
      startExplains: true,
      startsAtDefault: true,
    });
    // Twice as far as the data, away from 0: no share of a start value at 0 explains that.
    const beyond = measurementWith({
      moving: [100, 100],
      settled: [50, 100],
      updates: undefined,
      start: undefined,
    });
    expect(judgeLayer(beyond, 0.5).startExplains).toBe(false);
  });

  test('does not blame start values that are gone', () => {
    const late = measurementWith({ updates: 2000, moving: [5, 1], settled: [50, 1] });
    expect(judgeLayer(late, 0.5).startExplains).toBe(false);
  });
});

describe('judgeBatchNorm', () => {
  const sound = measurementWith({ path: 'sound', moving: [1, 1], settled: [1, 1] });
  const late = measurementWith({ path: 'late', updates: 2000, moving: [5, 1], settled: [9, 1] });

  test('is converged when every layer is', () => {
    expect(judgeBatchNorm([sound]).kind).toBe('converged');
    expect(judgeBatchNorm([]).kind).toBe('converged');
  });

  test('lists the layers that are not, the furthest first', () => {
    const verdict = judgeBatchNorm([sound, ofTheCase, late]);
    expect(verdict.kind).toBe('start values remain');
    expect('red' in verdict && verdict.red.map(({ path }) => path)).toEqual(['late', 'conv1_bn']);
  });

  test('blames the start values only when they explain half of the layers', () => {
    expect(judgeBatchNorm([late, { ...late, path: 'later' }, ofTheCase]).kind).toBe('away from the data');
  });

  test('takes the tolerance that it is given', () => {
    expect(judgeBatchNorm([ofTheCase], 5).kind).toBe('converged');
  });
});
