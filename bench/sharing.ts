/**
 * From how much work on it is worth sharing a call out: microseconds of the same call on one thread and on all, in turns, after a pause as between the kernels of
 * a training step. Medians.
 *
 *     npx tsx bench/sharing.ts
 */
import '../scripts/assembled';
import { setTimeout } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs';
import { heapPlace, heapTensor } from '../src/backends/wasm/heapTensor';
import { KernelTable } from '../src/backends/wasm/own/KernelTable';
import { matrixProduct } from '../src/backends/wasm/own/matrixProduct';
import type { OwnKernels } from '../src/backends/wasm/own/OwnKernels';
import { Shares } from '../src/backends/wasm/own/shared/Shares';
import { sharedOut } from '../src/backends/wasm/own/sharedOut';
import { threadCount } from '../src/backends/wasm/threads/threadCount';
import { Crew } from '../src/backends/wasm/threads/Crew';
import type { KernelCall } from '../src/backends/wasm/threads/KernelCall';
import { wasmBackend, type WasmBackend } from '../src/backends/wasm/wasmInternals';
import { median } from './shared/median';
import { wasmEngines } from './steps/engines';
import { startWasm } from './steps/startWasm';

const repeats = 200;
const always = { ofProducts: 0, ofWindows: 0, elements: 0, widening: 500_000 };

interface Sides {
  readonly one: OwnKernels;
  readonly all: OwnKernels;
}

/** The kernels on one thread, and shared out however little there is to do. */
function sidesOn({ wasm }: WasmBackend): Sides {
  const memory = wasm.asm!.memory!;
  const table = new KernelTable(memory, { isShared: true, mayRelax: true, mayWiden: true });
  const run = (call: KernelCall): void => table.run(call);
  const crew = new Crew(threadCount(), { memory, run, sources: () => table.sources() });
  const known = { fused: table.fused, isWide: () => table.isWide() };
  return {
    one: sharedOut(new Shares({ ...known, threads: 1, run: (calls) => calls.forEach(run) }, always)),
    all: sharedOut(new Shares({ ...known, threads: threadCount(), run: (calls) => crew.run(calls) }, always)),
  };
}

function pause(microseconds: number): void {
  const end = performance.now() + microseconds / 1000;
  while (performance.now() < end);
}

async function row(
  name: string,
  size: number,
  { one, all }: Sides,
  call: (kernels: OwnKernels) => void,
): Promise<void> {
  const times = { one: [] as number[], all: [] as number[] };
  // The threads start when this one waits.
  for (let round = 0; round < 20; round++) {
    call(all);
    await setTimeout(1);
  }
  for (let round = 0; round < repeats; round++)
    for (const [side, kernels] of [
      ['one', one],
      ['all', all],
    ] as const) {
      pause(60);
      const start = performance.now();
      call(kernels);
      times[side].push(1000 * (performance.now() - start));
    }
  const [alone, shared] = [median(times.one), median(times.all)];
  console.log(
    `${name.padEnd(34)} ${String(size).padStart(11)} ${alone.toFixed(0).padStart(8)} ${shared.toFixed(0).padStart(8)}   ${(shared / alone).toFixed(2)}`,
  );
}

async function main(): Promise<void> {
  console.log(await startWasm(wasmEngines['wasm']!));
  const backend = wasmBackend(tf.backend());
  const sides = sidesOn(backend);
  console.log(`${''.padEnd(34)} ${'numbers'.padStart(11)} ${'one'.padStart(8)} ${'all'.padStart(8)}   ratio`);
  const [x, y] = [heapTensor(backend, [2_000_000]), heapTensor(backend, [2_000_000])];
  const [sums, partial] = [heapTensor(backend, [2048]), heapTensor(backend, [200_000])];
  const [from, to, total, room] = [x, y, sums, partial].map((tensor) => heapPlace(backend, tensor)) as [
    number,
    number,
    number,
    number,
  ];
  for (const [rows, columns] of [
    [147, 512],
    [507, 256],
    [507, 1024],
    [7500, 64],
    [7500, 256],
  ] as const) {
    const size = rows * columns;
    const shape = `${String(rows)} x ${String(columns)}`;
    await row(`columnSums ${shape}`, size, sides, (k) => k.columnSums(rows, columns, from, total, room));
    await row(`normalise ${shape}`, size, sides, (k) =>
      k.normalise(rows, columns, from, total, total, total, to),
    );
  }
  console.log(`${''.padEnd(34)} ${'products'.padStart(11)}`);
  for (const [m, n, k] of [
    [64, 64, 64],
    [128, 128, 128],
    [160, 160, 160],
    [256, 128, 256],
    [256, 256, 256],
  ] as const) {
    const [a, b] = [tf.ones([m, k]), tf.ones([k, n])];
    const sidesOfProduct = { a, b, transposeA: false, transposeB: false };
    await row(`${String(m)} x ${String(n)}, over ${String(k)}`, m * n * k, sides, (kernels) =>
      tf.tidy(() => void matrixProduct(backend, kernels, sidesOfProduct)),
    );
  }
}

void main();
