import { setTimeout } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { binaryOf } from '../../../../src/backends/wasm/own/binaryOf';
import { Crew, type Workplace } from '../../../../src/backends/wasm/threads/Crew';
import type { KernelCall } from '../../../../src/backends/wasm/threads/KernelCall';

/** Node has it; its types do not. */
declare const WebAssembly: {
  readonly Module: new (binary: Uint8Array) => object;
  readonly Memory: new (size: object) => { readonly buffer: SharedArrayBuffer };
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
};

type Kernels = Record<string, (...args: readonly number[]) => void>;

let memory: { readonly buffer: SharedArrayBuffer };
let workplace: Workplace;
const ownCalls: KernelCall[] = [];

beforeAll(() => {
  memory = new WebAssembly.Memory({ initial: 64, maximum: 65536, shared: true });
  const module = new WebAssembly.Module(binaryOf('shared'));
  const kernels = new WebAssembly.Instance(module, { env: { memory } }).exports as Kernels;
  const run = (call: KernelCall): void => {
    ownCalls.push(call);
    kernels[call.kernel]!(...call.args, 0);
  };
  workplace = { sources: () => [{ module, names: Object.keys(kernels) }], memory, run };
});

const floats = (): Float32Array => new Float32Array(memory.buffer);

/** The sum of so many ones at float `from`, in not more than 128 rows, into the float at `to`. */
const sumOfOnes = (rows: number, from: number, to: number): KernelCall => {
  floats().fill(1, from, from + rows);
  return { kernel: 'columnSums', args: [rows, 1, from * 4, to * 4] };
};

/** Its parts are long enough for others to take some. */
const squares = (): KernelCall => ({ kernel: 'squareSums', args: [128, 4000, 1e6, 3.2e6, 3.3e6] });

/** The results of many calls, at floats 0, 1, 2 ... */
function sumsOf(crew: Crew, count = 40): number[] {
  ownCalls.length = 0;
  floats().fill(NaN, 0, count);
  const calls = Array.from({ length: count }, (_, index) => sumOfOnes(index + 1, 1000 + 200 * index, index));
  crew.run(calls.flatMap((call) => [call, squares()]));
  return Array.from(floats().subarray(0, count));
}

const expected = (count = 40): number[] => Array.from({ length: count }, (_, index) => index + 1);

/** Until others have made some of the calls. */
async function untilOthersHelp(crew: Crew): Promise<void> {
  for (let left = 200; left > 0; left--) {
    sumsOf(crew);
    if (ownCalls.length < 80) return;
    await setTimeout(20);
  }
  throw new Error('The threads did not start.');
}

describe('a crew of three', () => {
  test('does its work from the first call on, before a thread has started', () => {
    expect(sumsOf(new Crew(3, workplace))).toEqual(expected());
    expect(ownCalls.length).toBe(80);
  });

  test('shares the work once they have started, and again after they went home', async () => {
    const crew = new Crew(3, workplace);
    await untilOthersHelp(crew);
    for (let round = 0; round < 200; round++) expect(sumsOf(crew)).toEqual(expected());
    // Nobody asks for longer than they wait.
    await setTimeout(1500);
    expect(sumsOf(crew)).toEqual(expected());
    expect(ownCalls.length).toBe(80);
    await untilOthersHelp(crew);
  });

  test('leaves to the others what is only started, and helps when it is wanted', async () => {
    const crew = new Crew(3, workplace);
    await untilOthersHelp(crew);
    floats().fill(NaN, 0, 40);
    ownCalls.length = 0;
    crew.start([squares(), sumOfOnes(3, 1000, 42)]);
    for (let left = 200; left > 0 && floats()[42] !== 3; left--) await setTimeout(20);
    expect([floats()[42], ownCalls.length]).toEqual([3, 0]);
    const pairs = Array.from({ length: 40 }, (_, index) => [
      ...[squares(), sumOfOnes(index + 1, 1000 + 200 * index, index)],
    ]);
    const finishers = pairs.map((calls) => crew.start(calls));
    // More than may be open: some have been waited for, the last ones not.
    expect(ownCalls.length).toBeLessThan(80);
    crew.run([sumOfOnes(50, 20_000, 40), squares()]);
    expect(floats()[40]).toBe(50);
    // In any order: each but those after it.
    for (const index of [30, 35, 5, 39]) {
      finishers[index]!();
      expect(Array.from(floats().subarray(0, index + 1))).toEqual(expected(index + 1));
    }
    expect(ownCalls.length).toBeLessThan(82);
    for (let round = 0; round < 2000; round++) crew.start([squares(), sumOfOnes(round % 100, 1000, 41)])!();
    expect(floats()[41]).toBe(99);
  });

  test('does by itself what was started, where nobody else is there', () => {
    const crew = new Crew(3, workplace);
    ownCalls.length = 0;
    const finish = crew.start([squares(), sumOfOnes(7, 1000, 0)]);
    expect(ownCalls).toEqual([]);
    finish!();
    expect([floats()[0], ownCalls.length]).toEqual([7, 2]);
  });

  test('makes at once what would be too much to lie ready', () => {
    const crew = new Crew(3, workplace);
    const calls = Array.from({ length: 40 }, (_, index) => sumOfOnes(index + 1, 1000 + 200 * index, index));
    floats().fill(NaN, 0, 40);
    expect(crew.start(calls)).toBeUndefined();
    expect(Array.from(floats().subarray(0, 40))).toEqual(expected());
  });

  test('leaves one call, or none, to the one who asks', async () => {
    const crew = new Crew(3, workplace);
    await untilOthersHelp(crew);
    ownCalls.length = 0;
    crew.run([]);
    crew.run([sumOfOnes(5, 1000, 0)]);
    expect([floats()[0], ownCalls.length]).toEqual([5, 1]);
  });

  test('says that numbers are lost where a kernel fails, on whichever thread', async () => {
    const beyond = memory.buffer.byteLength;
    const outOfBounds: KernelCall = { kernel: 'columnSums', args: [1, 1, beyond, beyond] };
    const failing = Array.from({ length: 24 }, () => [squares(), outOfBounds]).flat();
    const alone = new Crew(3, workplace);
    expect(() => alone.run(failing)).toThrow('memory access out of bounds');
    // All calls were made; the crew is not in the middle of anything.
    expect(ownCalls.length).toBeGreaterThan(0);
    expect(() => {
      alone.start(failing.slice(0, 4))!();
    }).toThrow('memory access out of bounds');
    const crew = new Crew(3, { ...workplace, run: (call) => call.args[2] === beyond || workplace.run(call) });
    await untilOthersHelp(crew);
    expect(() => {
      for (let round = 0; round < 200; round++) crew.run(failing);
    }).toThrow('Next: train on one thread, with the environment variable MODEL_REGRESSION_THREADS=1');
  });

  test('stands in for threads that cannot be started', async () => {
    const crew = new Crew(3, {
      ...workplace,
      sources: () => [{ module: {}, names: ['columnSums', 'squareSums'] }],
    });
    for (let round = 0; round < 20; round++) {
      expect(sumsOf(crew)).toEqual(expected());
      expect(ownCalls.length).toBe(80);
      await setTimeout(20);
    }
  });
});
