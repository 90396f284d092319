import { beforeAll, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { binaryOf } from '../../../../src/backends/wasm/own/binaryOf';
import type { OwnKernels } from '../../../../src/backends/wasm/own/OwnKernels';
import type { PatchGeometry } from '../../../../src/backends/wasm/PatchGeometry';
import { sharedOut } from '../../../../src/backends/wasm/own/sharedOut';
import { Shares, type Runner } from '../../../../src/backends/wasm/own/shared/Shares';
import { chunksOf } from '../../../../src/backends/wasm/own/shared/sums';
import { filterSums } from '../../../../src/backends/wasm/own/shared/windows';
import { seededRandom } from '../../../../src/numeric/seededRandom';

/** Node has it; its types do not. */
declare const WebAssembly: {
  readonly Module: new (binary: Uint8Array) => object;
  readonly Memory: new (size: object) => { readonly buffer: ArrayBuffer };
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
};

type Triple = [number, number, number];

const mostThreads = 4;
let memory: { readonly buffer: ArrayBuffer };
let kernels: Record<string, (...args: readonly number[]) => void>;

beforeAll(() => {
  memory = new WebAssembly.Memory({ initial: 400 });
  const module = new WebAssembly.Module(binaryOf('alone'));
  kernels = new WebAssembly.Instance(module, { env: { memory } }).exports as typeof kernels;
});

/** The parts one after the other, the last first: were one to need another, or to write where it does, the numbers would differ. */
function withThreads(threads: number, isWide = false): { kernels: OwnKernels; parts: () => number } {
  let parts = 0;
  const runner: Runner = {
    threads,
    fused: false,
    isWide: () => isWide,
    run: (calls) => {
      parts = Math.max(parts, calls.length);
      for (const [index, { kernel, args }] of [...calls].reverse().entries())
        kernels[kernel]!(...args, index % threads);
    },
  };
  const shared = sharedOut(new Shares(runner, { ofProducts: 0, ofWindows: 0, elements: 0, widening: 0 }));
  return { kernels: shared, parts: () => parts };
}

/** Random numbers at `inputs`, what the call leaves in the whole of the memory but its scratch. */
function result(
  threads: number,
  floats: number,
  seed: number,
  call: (kernels: OwnKernels) => void,
  isWide = false,
): Buffer {
  const heap = new Float32Array(memory.buffer, 0, floats);
  const random = seededRandom(seed);
  for (let at = 0; at < floats; at++) heap[at] = random() - 0.5;
  call(withThreads(threads, isWide).kernels);
  return Buffer.from(memory.buffer.slice(0, floats * 4));
}

const size = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max });
const threadCounts = fc.integer({ min: 2, max: mostThreads });
const seeds = fc.integer({ min: 1, max: 1e6 });

describe('any number of threads computes the same bits as one', () => {
  const same = (
    floats: number,
    threads: number,
    seed: number,
    call: (kernels: OwnKernels) => void,
    isWide = false,
  ): void => {
    expect(result(threads, floats, seed, call, isWide).equals(result(1, floats, seed, call))).toBe(true);
  };

  test('in products, narrow and wide', () => {
    fc.assert(
      fc.property(
        size(70),
        size(70),
        fc.oneof(size(40), fc.constantFrom(256, 257, 600)),
        fc.boolean(),
        fc.boolean(),
        fc.boolean(),
        fc.boolean(),
        threadCounts,
        seeds,
        (m, n, k, aTransposed, bTransposed, withBias, isWide, threads, seed) => {
          const [b, c] = [m * k, m * k + k * n];
          const [bias, floats] = [c + m * n, c + m * n + n];
          const scratch = (floats + 3) & ~3;
          const packed = scratch + 4 * (m + n + k) + 16;
          same(
            floats,
            threads,
            seed,
            (own) => {
              const words = new Uint32Array(memory.buffer);
              let at = scratch;
              const table = (count: number, start: number, step: number): number => {
                const address = at * 4;
                for (let row = 0; row < count; row++) words[at++] = 4 * (start + row * step);
                return address;
              };
              const a = aTransposed ? table(k, 0, m) : table(m, 0, k);
              const bRows = bTransposed ? table(n, b, k) : table(k, b, n);
              const cRows = table(m, c, n);
              const segments = table(1, 0, 0);
              const [aLength, bLength] = [aTransposed ? m : k, bTransposed ? k : n];
              own.product(
                ...([
                  m,
                  n,
                  k,
                  a,
                  segments,
                  aLength,
                  aTransposed,
                  bRows,
                  segments,
                  bLength,
                  bTransposed,
                  cRows,
                ] as const),
                withBias ? bias * 4 : 0,
                packed * 4,
              );
            },
            isWide,
          );
        },
      ),
      { numRuns: 400 },
    );
  });

  test('in the sums and passes of BatchNorm', () => {
    fc.assert(
      fc.property(size(200), size(40), threadCounts, seeds, (rows, columns, threads, seed) => {
        const all = rows * columns;
        const [x, dy, vectors] = [0, all * 4, 2 * all * 4];
        const vector = (index: number): number => vectors + index * columns * 4;
        // x and dy, six vectors, and what the kernel writes.
        const floats = 3 * all + 10 * columns;
        const y = vector(10);
        const scratch = floats * 4;
        same(floats, threads, seed, (own) => own.columnSums(rows, columns, x, vector(0), scratch));
        same(floats, threads, seed, (own) => own.squareSums(rows, columns, x, vector(0), vector(1), scratch));
        same(floats, threads, seed, (own) =>
          own.gradientSums(rows, columns, x, dy, vector(0), vector(1), vector(2), scratch),
        );
        same(floats, threads, seed, (own) =>
          own.normalise(rows, columns, x, vector(0), vector(1), vector(2), y),
        );
        same(floats, threads, seed, (own) =>
          own.normaliseGradient(rows, columns, x, dy, vector(0), vector(1), vector(2), vector(3), y),
        );
      }),
      { numRuns: 200 },
    );
  });

  test('in the gradients of ReLU and its kin', () => {
    fc.assert(
      fc.property(size(200), threadCounts, seeds, (count, threads, seed) => {
        same(3 * count, threads, seed, (own) =>
          own.gatedGradient(count, 0, count * 4, 2 * count * 4, -0.25, 0.25, 0.1),
        );
      }),
      { numRuns: 100 },
    );
  });

  test('in cross-entropy, its gradient, and that of softmax', () => {
    fc.assert(
      fc.property(size(200), size(30), threadCounts, seeds, (rows, classes, threads, seed) => {
        const all = rows * classes;
        const [targets, outputs, dx, ofRows] = [0, all * 4, 2 * all * 4, 3 * all * 4];
        const floats = 3 * all + rows;
        same(floats, threads, seed, (own) =>
          own.crossEntropy(rows, classes, targets, outputs, ofRows, 1e-7, 0.9999999),
        );
        same(floats, threads, seed, (own) =>
          own.crossEntropyGradient(rows, classes, targets, outputs, ofRows, dx, 1e-7, 0.9999999),
        );
        same(floats, threads, seed, (own) => own.softmaxGradient(rows, classes, targets, outputs, dx));
      }),
      { numRuns: 200 },
    );
  });

  test('in depthwise convolutions, pooling, and their gradients', () => {
    const axis = fc.tuple(size(7), size(3), size(2));
    fc.assert(
      fc.property(
        ...[size(4), size(9), size(2), axis, axis, threadCounts, seeds],
        (batch, channels, multiplier, [height, tall, down], [width, wide, across], threads, seed) => {
          const output = [1, Math.ceil(height / down), Math.ceil(width / across)] as const;
          const geometry: PatchGeometry = {
            ...{ batch, channels, input: [1, height, width], output },
            ...{ kernel: [1, tall, wide], stride: [1, down, across] },
            ...{ dilation: [1, 1, 1], padBefore: [0, tall >> 1, wide >> 1] },
          };
          const { kernel, stride, dilation, padBefore, input } = geometry;
          const numbers = [
            batch,
            channels,
            ...input,
            ...output,
            ...kernel,
            ...stride,
            ...dilation,
            ...padBefore,
          ];
          const [pixels, outPixels] = [batch * height * width, batch * output[1] * output[2]];
          const filter = tall * wide * channels * multiplier;
          const [x, y] = [0, pixels * channels * 4];
          const f = y + outPixels * channels * multiplier * 4;
          const [d, dx] = [f + filter * 4, f + 2 * filter * 4];
          const floats = dx / 4 + pixels * channels;
          const windows = floats * 4;
          const partial = windows + (numbers.length + 2 * tall * wide * mostThreads) * 4;
          new Int32Array(memory.buffer).set(numbers, floats);
          const at = { geometry, windows, lists: windows + numbers.length * 4 };
          expect(partial + filterSums(geometry) * filter * 4).toBeLessThan(memory.buffer.byteLength);
          same(floats, threads, seed, (own) => own.depthwise(at, multiplier, x, f, y));
          same(floats, threads, seed, (own) => own.depthwiseInputGradient(at, multiplier, y, f, x));
          same(floats, threads, seed, (own) => own.depthwiseFilterGradient(at, multiplier, x, y, d, partial));
          if (multiplier > 1) return;
          // Added to random numbers, where there should be zeros: they are the same.
          same(floats, threads, seed, (own) => own.avgPoolGradient(at, y, dx));
          same(floats, threads, seed, (own) => own.maxPoolGradient(at, x, y, dx));
        },
      ),
      { numRuns: 150 },
    );
  });

  test('in the steps of SGD, momentum and RMSProp', () => {
    fc.assert(
      fc.property(size(200), fc.boolean(), threadCounts, seeds, (count, flag, threads, seed) => {
        const [a, b, c, d, e, f, g, h, i] = Array.from({ length: 9 }, (_, index) => index * count * 4) as [
          ...[number, number, number, number, number, number, number, number, number],
        ];
        same(9 * count, threads, seed, (own) => own.gradientStep(count, a, b, c, -0.1));
        same(9 * count, threads, seed, (own) => own.momentumStep(count, a, b, c, d, e, -0.1, 0.9, flag));
        same(9 * count, threads, seed, (own) =>
          own.rmsPropStep(count, a, b, c, d, e, f, g, h, i, 0.1, 0.9, 0.1, 0.5, 1e-7, flag),
        );
      }),
      { numRuns: 100 },
    );
  });

  test('in zeros, and zeros around images, or images cut', () => {
    const sizes = fc.tuple(size(3), size(6), size(6));
    const edge = fc.integer({ min: -2, max: 2 });
    const edges = fc.tuple(edge, edge, edge);
    fc.assert(
      fc.property(
        ...[size(3), size(5), sizes, edges, edges, threadCounts, seeds],
        (batch, channels, inside, before, after, threads, seed) => {
          const targetSize = inside.map((length, axis) =>
            Math.max(1, length + before[axis]! + after[axis]!),
          ) as Triple;
          const first = before.map((length) => -length) as Triple;
          const floats = (of: Triple): number => batch * channels * of[0] * of[1] * of[2];
          const [source, target] = [floats(inside), floats(targetSize)];
          same(source + target, threads, seed, (own) =>
            own.padImages({ batch, channels, size: inside, targetSize, first }, 0, source * 4),
          );
          same(source + target, threads, seed, (own) => own.clear(target, source * 4));
        },
      ),
      { numRuns: 150 },
    );
  });

  test('in a step of Adam', () => {
    fc.assert(
      fc.property(size(200), threadCounts, seeds, (count, threads, seed) => {
        const at = [0, 1, 2, 3, 4, 5, 6].map((index) => index * count * 4);
        const [gradient, value, first, second, newValue, newFirst, newSecond] = at as [
          ...[number, number, number, number, number, number, number],
        ];
        same(7 * count, threads, seed, (own) =>
          own.adamStep(
            ...([count, gradient, value, first, second, newValue, newFirst, newSecond] as const),
            ...([0.9, 0.1, 0.999, 0.001, 1e-7, 0.01, 1.5] as const),
          ),
        );
      }),
      { numRuns: 200 },
    );
  });
});

/** What a call is shared out into. */
function partsOf(threads: number, call: (kernels: OwnKernels) => void): readonly (readonly number[])[] {
  const parts: (readonly number[])[] = [];
  const run: Runner['run'] = (calls) => void parts.push(...calls.map(({ args }) => args));
  call(sharedOut(new Shares({ threads, fused: false, isWide: () => false, run })));
  return parts;
}

test('a call with little to do is left whole, a large one is shared into more parts than there are threads', () => {
  const parts = (elements: number): number =>
    partsOf(3, (own) => own.normalise(elements / 10, 10, 0, 0, 0, 0, 0)).length;
  expect([parts(300_000), parts(500_000)]).toEqual([1, 12]);
  expect(partsOf(1, (own) => own.normalise(40_000, 10, 0, 0, 0, 0, 0)).length).toBe(1);
});

test('a product is shared along its longer side, into parts that are worth packing for, as many for each thread', () => {
  const parts = (m: number, n: number): number =>
    partsOf(3, (own) => own.product(...([m, n, 1000, 0, 0, 1, false, 0, 0, 1, false, 0, 0] as const), 64))
      .length;
  expect([parts(100, 20), parts(100, 60), parts(60, 700), parts(60, 800), parts(5000, 60)]).toEqual([
    1, 3, 3, 6, 12,
  ]);
});

test('only a product that is worth it asks whether there are wide vectors, and then has the kernel for them', () => {
  let asked = 0;
  const kernelOf = (m: number): string | undefined => {
    let made: string | undefined;
    const isWide = (): boolean => (asked += 1) > 0;
    const run: Runner['run'] = ([call]) => (made = call?.kernel);
    const own = sharedOut(new Shares({ threads: 1, fused: false, isWide, run }));
    own.product(...([m, 70, 70, 0, 0, 1, false, 0, 0, 1, false, 0, 0] as const), 64);
    return made;
  };
  expect([kernelOf(100), asked]).toEqual(['product', 0]);
  expect([kernelOf(110), asked]).toEqual(['wideProduct', 1]);
});

describe('the sums of each part have room of their own', () => {
  const bytes = 4;
  const room = (rows: number, columns: number): number => chunksOf(rows) * columns * bytes;

  test.each(['columnSums', 'squareSums'] as const)('in %s', (name) => {
    const parts = partsOf(3, (own) =>
      name === 'columnSums' ? own.columnSums(5000, 100, 0, 32, 64) : own.squareSums(5000, 100, 0, 16, 32, 64),
    );
    const [sums, total] = [parts.slice(0, -1), parts.at(-1)];
    let next = 64;
    for (const args of sums) {
      expect(args.at(-1)).toBe(next);
      next += room(...(args.slice(0, 2) as [number, number]));
    }
    expect(next).toBe(64 + room(5000, 100));
    expect(total).toEqual([chunksOf(5000), 100, 64, 32]);
  });

  test('in gradientSums, for both sums', () => {
    const parts = partsOf(3, (own) => own.gradientSums(5000, 100, 0, 0, 8, 16, 32, 64));
    let next = 64;
    for (const args of parts.slice(0, -2)) {
      expect(args.slice(-2)).toEqual([next, next + room(5000, 100)]);
      next += room(...(args.slice(0, 2) as [number, number]));
    }
    expect(parts.slice(-2)).toEqual([
      [chunksOf(5000), 100, 64, 16],
      [chunksOf(5000), 100, 64 + room(5000, 100), 32],
    ]);
  });
});
