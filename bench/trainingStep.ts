/**
 * The training step of the case: ResNet50 (23.6 million parameters, 197 x 197 x 1, batch of 3, adam) on WASM. Own: with the
 * kernels of `assembly/`, on all cores. Alone: with the same on one thread. Recomposed: with shipped kernels put together anew, what runs where those do not start. Naive: with
 * only the kernels without which it does not train at all. Each variant is a process of its own; the steps alternate, so
 * that a busy machine is busy for all. The machine is often shared: next to the time on the clock stands the CPU time of
 * the process, which says what the step costs when it has a core to itself.
 *
 *     npx tsx bench/trainingStep.ts                     8 steps of each, but 2 naive ones
 *     npx tsx bench/trainingStep.ts own=20 alone=20     these alone
 */
import '../scripts/assembled';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import * as tf from '@tensorflow/tfjs';
import {
  installTrainingKernels,
  type TrainingKernelOptions,
} from '../src/backends/wasm/installTrainingKernels';
import { onSharedMemory } from '../src/backends/wasm/threads/sharedMemory';
import { resnet50 } from '../src/fixtures/resnet50';

const variants = ['own', 'alone', 'recomposed', 'naive'] as const;
type Variant = (typeof variants)[number];

const options: Readonly<Record<Variant, TrainingKernelOptions>> = {
  own: {},
  alone: { threads: 1 },
  recomposed: { kernels: 'recomposed' },
  naive: { kernels: 'missing' },
};

interface Step {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly loss: number;
  readonly peakMb: number;
}

async function measured(variant: Variant): Promise<() => Promise<Step>> {
  await import('@tensorflow/tfjs-backend-wasm');
  const start = (): Promise<boolean> => tf.setBackend('wasm');
  await (variant === 'own' ? onSharedMemory(start) : start());
  installTrainingKernels(options[variant]);
  const model = resnet50({ inputShape: [197, 197, 1], classes: 3, seed: 7 });
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  const xs = tf.randomUniform([3, 197, 197, 1], 0, 255, 'float32', 5);
  const ys = tf.tensor2d([
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ]);
  return async () => {
    const cpu = process.cpuUsage();
    const start = performance.now();
    const [loss = NaN] = (await model.trainOnBatch(xs, ys)) as number[];
    const { user, system } = process.cpuUsage(cpu);
    const peakMb = process.resourceUsage().maxRSS / 1024;
    return { wallMs: performance.now() - start, cpuMs: (user + system) / 1000, loss, peakMb };
  };
}

async function child(variant: Variant): Promise<void> {
  const step = await measured(variant);
  process.on('message', () => void step().then((result) => process.send?.(result)));
  process.send?.('ready');
}

class Runner {
  private readonly process: ChildProcess;
  readonly steps: Step[] = [];
  constructor(readonly variant: Variant) {
    this.process = fork(__filename, [variant]);
  }
  async ready(): Promise<void> {
    await once(this.process, 'message');
  }
  async step(): Promise<void> {
    this.process.send('step');
    const [result] = (await once(this.process, 'message')) as [Step];
    this.steps.push(result);
    const { wallMs, cpuMs, loss } = result;
    console.log(
      `${this.variant.padEnd(10)} step ${this.steps.length}: ${seconds(wallMs)} (cpu ${seconds(cpuMs)}), loss ${loss.toPrecision(4)}`,
    );
  }
  stop(): void {
    this.process.kill();
  }
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? NaN)
    : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}

/** Without the first step: it compiles the WASM code and grows the heap. */
function summary({ variant, steps }: Runner): { wall: number; cpu: number } {
  const steady = steps.slice(1);
  const [wall, cpu] = [median(steady.map((step) => step.wallMs)), median(steady.map((step) => step.cpuMs))];
  const least = Math.min(...steady.map((step) => step.wallMs));
  console.log(
    `${variant.padEnd(10)} median ${seconds(wall)}, least ${seconds(least)}, median cpu ${seconds(cpu)}, first ${seconds(steps[0]?.wallMs ?? NaN)}, ` +
      `peak RSS ${((steps.at(-1)?.peakMb ?? NaN) / 1024).toFixed(2)} GB  (${steady.length} steady steps)`,
  );
  return { wall, cpu };
}

async function main(counts: Readonly<Record<Variant, number>>): Promise<void> {
  const runners = variants.filter((variant) => counts[variant] > 0).map((variant) => new Runner(variant));
  try {
    for (const runner of runners) await runner.ready();
    for (let step = 0; step < Math.max(...Object.values(counts)); step++) {
      for (const runner of runners) if (step < counts[runner.variant]) await runner.step();
    }
    const [fastest, ...others] = runners
      .filter(({ steps }) => steps.length > 1)
      .map((runner) => ({ variant: runner.variant, ...summary(runner) }));
    for (const { variant, wall, cpu } of others) {
      const [times, cpuTimes] = [wall / (fastest?.wall ?? NaN), cpu / (fastest?.cpu ?? NaN)];
      console.log(`${variant} / ${fastest?.variant}: ${times.toFixed(2)} (cpu ${cpuTimes.toFixed(2)})`);
    }
  } finally {
    for (const runner of runners) runner.stop();
  }
}

const given = process.argv.slice(2);
const only = variants.find((variant) => variant === given[0]);
const asked = (variant: Variant): number =>
  Number(given.find((text) => text.startsWith(`${variant}=`))?.split('=')[1] ?? 0);
const all = { own: 8, alone: 8, recomposed: 8, naive: 2 };
const counts = Object.fromEntries(variants.map((variant) => [variant, asked(variant)])) as typeof all;
void (only === undefined ? main(given.length === 0 ? all : counts) : child(only));
