import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { channelMoments } from '../../src/numeric/channelMoments';
import { PopulationMoments } from '../../src/numeric/PopulationMoments';
import { RunningMoments } from '../../src/numeric/RunningMoments';

const finite = fc.double({ min: -1e3, max: 1e3, noNaN: true });

/** Rows of equal width cut into batches of at least one row. */
const batches = fc.integer({ min: 1, max: 4 }).chain((channels) =>
  fc.record({
    channels: fc.constant(channels),
    batches: fc.array(
      fc.array(fc.array(finite, { minLength: channels, maxLength: channels }), {
        minLength: 1,
        maxLength: 7,
      }),
      { minLength: 1, maxLength: 6 },
    ),
  }),
);

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, relative: number): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    expect(Math.abs(actual[i]! - expected[i]!)).toBeLessThanOrEqual(
      relative * Math.max(1, Math.abs(expected[i]!)),
    );
  }
}

describe('PopulationMoments', () => {
  test('merges any batching into the moments of everything in one batch', () => {
    fc.assert(
      fc.property(batches, ({ channels, batches: cut }) => {
        const merged = new PopulationMoments(channels);
        for (const batch of cut) merged.add(channelMoments(batch.flat(), channels, 1), batch.length);
        const whole = channelMoments(cut.flat(2), channels, 1);
        expectClose(merged.moments().mean, whole.mean, 1e-11);
        expectClose(merged.moments().variance, whole.variance, 1e-9);
      }),
    );
  });

  test('keeps the variance between batches that have none within', () => {
    const moments = new PopulationMoments(1);
    moments.add({ mean: Float64Array.of(0), variance: Float64Array.of(0) }, 1);
    moments.add({ mean: Float64Array.of(2), variance: Float64Array.of(0) }, 3);
    expect(moments.moments()).toEqual({ mean: Float64Array.of(1.5), variance: Float64Array.of(0.75) });
  });

  test('hands out moments that later batches do not change', () => {
    const moments = new PopulationMoments(1);
    moments.add({ mean: Float64Array.of(1), variance: Float64Array.of(1) }, 4);
    const before = moments.moments();
    moments.add({ mean: Float64Array.of(9), variance: Float64Array.of(9) }, 4);
    expect(before).toEqual({ mean: Float64Array.of(1), variance: Float64Array.of(1) });
  });
});

describe('RunningMoments', () => {
  test('gives the mean and the unbiased standard deviation of its vectors, each of them weighing the same', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(finite, finite), { minLength: 2, maxLength: 30 }), (vectors) => {
        const running = new RunningMoments(2);
        for (const vector of vectors) running.add(vector);
        const n = vectors.length;
        const { mean, variance } = channelMoments(vectors.flat(), 2, 1);
        expectClose(running.mean, mean, 1e-11);
        expectClose(
          running.standardDeviation(),
          variance.map((v) => Math.sqrt((v * n) / (n - 1))),
          1e-7,
        );
        expect(running.count).toBe(n);
      }),
    );
  });

  test('shows no noise in a single vector', () => {
    const running = new RunningMoments(2);
    running.add([3, -4]);
    expect(running.standardDeviation()).toEqual(Float64Array.of(0, 0));
  });
});

describe('channelMoments', () => {
  /** Mean and variance of whole numbers, exact but for one rounding each. */
  function exactMoments(values: readonly bigint[]): { mean: number; variance: number } {
    const n = BigInt(values.length);
    const sum = values.reduce((a, b) => a + b, 0n);
    // n^2 times the variance, exactly.
    const squares = values.reduce((a, b) => a + (n * b - sum) ** 2n, 0n);
    return { mean: Number(sum) / Number(n), variance: Number(squares) / Number(n) ** 3 };
  }

  test('keeps its digits for values far from zero, as exact arithmetic has them', () => {
    const far = fc.record({
      centre: fc.integer({ min: -(2 ** 23), max: 2 ** 23 }),
      values: fc.array(fc.integer({ min: -40, max: 40 }), { minLength: 2, maxLength: 60 }),
    });
    fc.assert(
      fc.property(far, ({ centre, values }) => {
        const shifted = values.map((value) => centre + value);
        const exact = exactMoments(shifted.map(BigInt));
        const { mean, variance } = channelMoments(Float32Array.from(shifted), 1, 1);
        expect(mean[0]).toBeCloseTo(exact.mean, 8);
        expectClose(variance, [exact.variance], 1e-12);
      }),
    );
  });

  test('takes the channel axis where it is: [outer, channels, inner]', () => {
    const layout = fc.record({
      outer: fc.integer({ min: 1, max: 5 }),
      channels: fc.integer({ min: 1, max: 4 }),
      inner: fc.integer({ min: 1, max: 4 }),
    });
    fc.assert(
      fc.property(layout, fc.infiniteStream(finite), ({ outer, channels, inner }, stream) => {
        const values = [...stream.take(outer * channels * inner)];
        const { mean, variance } = channelMoments(values, channels, inner);
        for (let c = 0; c < channels; c++) {
          const own = values.filter((_, i) => Math.floor(i / inner) % channels === c);
          const center = own.reduce((a, b) => a + b, 0) / own.length;
          const spread = own.reduce((a, b) => a + (b - center) ** 2, 0) / own.length;
          expectClose([mean[c]!, variance[c]!], [center, spread], 1e-10);
        }
      }),
    );
  });
});
