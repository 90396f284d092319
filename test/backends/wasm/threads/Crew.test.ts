import { setTimeout } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { binaries } from '../../../../src/backends/wasm/own/binary.generated';
import { Crew, type KernelCall, type Workplace } from '../../../../src/backends/wasm/threads/Crew';

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
  memory = new WebAssembly.Memory({ initial: 16, maximum: 65536, shared: true });
  const module = new WebAssembly.Module(Buffer.from(binaries.shared, 'base64'));
  const kernels = new WebAssembly.Instance(module, { env: { memory } }).exports as Kernels;
  const run = (call: KernelCall): void => {
    ownCalls.push(call);
    kernels[call.kernel]!(...call.args);
  };
  workplace = { module, memory, names: Object.keys(kernels), run };
});

const floats = (): Float32Array => new Float32Array(memory.buffer);

/** Sums one column of `rows` ones at `from` into the float at `to`. */
const sumOfOnes = (rows: number, from: number, to: number): KernelCall => {
  floats().fill(1, from, from + rows);
  return { kernel: 'columnSums', args: [rows, 1, 4, from * 4, to * 4, (to + 1) * 4] };
};

/** Three calls, their results at floats 0, 10 and 20. */
const threeCalls = (): readonly KernelCall[] =>
  [0, 1, 2].map((index) => sumOfOnes(1000 * (index + 1), 1000 + 10_000 * index, 10 * index));

function sumsOf(crew: Crew): number[] {
  ownCalls.length = 0;
  floats().fill(NaN, 0, 30);
  crew.run(threeCalls());
  return [0, 10, 20].map((at) => floats()[at]!);
}

/** Until every one of them does its own part. */
async function untilAllAreThere(crew: Crew): Promise<void> {
  for (let left = 200; left > 0; left--) {
    sumsOf(crew);
    if (ownCalls.length === 1) return;
    await setTimeout(20);
  }
  throw new Error('The threads did not start.');
}

describe('a crew of three', () => {
  test('does its work from the first call on, before a thread has started', () => {
    expect(sumsOf(new Crew(3, workplace))).toEqual([1000, 2000, 3000]);
    expect(ownCalls.length).toBe(3);
  });

  test('does one part each once it has started, again after it went home, and with fewer parts than members', async () => {
    const crew = new Crew(3, workplace);
    await untilAllAreThere(crew);
    for (let round = 0; round < 200; round++) expect(sumsOf(crew)).toEqual([1000, 2000, 3000]);
    expect(ownCalls.length).toBe(1);
    crew.run([]);
    crew.run([sumOfOnes(5, 1000, 0)]);
    expect(floats()[0]).toBe(5);
    // Nobody asks for longer than they wait.
    await setTimeout(1500);
    expect(sumsOf(crew)).toEqual([1000, 2000, 3000]);
    expect(ownCalls.length).toBe(3);
    await untilAllAreThere(crew);
  });

  test('says that numbers are lost where a kernel fails on another thread', async () => {
    const crew = new Crew(2, workplace);
    for (let left = 200; left > 0; left--) {
      ownCalls.length = 0;
      crew.run([sumOfOnes(5, 1000, 0), sumOfOnes(6, 2000, 10)]);
      if (ownCalls.length === 1) break;
      await setTimeout(20);
    }
    expect(ownCalls.length).toBe(1);
    const beyond = memory.buffer.byteLength;
    const outOfBounds: KernelCall = { kernel: 'columnSums', args: [1, 1, 4, beyond, beyond, beyond] };
    expect(() => crew.run([sumOfOnes(5, 1000, 0), outOfBounds])).toThrow(
      'A kernel of assembly/ failed on another thread: its numbers are lost.',
    );
  });

  test('stands in for threads that cannot be started', async () => {
    const crew = new Crew(3, { ...workplace, module: {} });
    for (let round = 0; round < 20; round++) {
      expect(sumsOf(crew)).toEqual([1000, 2000, 3000]);
      expect(ownCalls.length).toBe(3);
      await setTimeout(20);
    }
  });
});
