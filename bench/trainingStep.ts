/**
 * The training step of the case: ResNet50 (23.6 million parameters, 197 x 197 x 1, batch of 3, adam) on WASM, with all
 * training kernels against only those without which it does not train at all. Each variant is a process of its own; the
 * steps alternate, so that a busy machine is busy for both. The machine is often shared: next to the time on the clock
 * stands the CPU time of the process, which says what the step costs when it has a core to itself.
 *
 *     npx tsx bench/trainingStep.ts            8 recomposed steps, 2 naive ones
 *     npx tsx bench/trainingStep.ts 20         more recomposed steps
 *     npx tsx bench/trainingStep.ts 8 0        recomposed only
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import * as tf from '@tensorflow/tfjs';
import { startBackend } from '../src/backends/startBackend';
import { installTrainingKernels } from '../src/backends/wasm/installTrainingKernels';
import { resnet50 } from '../src/fixtures/resnet50';

type Variant = 'naive' | 'recomposed';

interface Step {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly loss: number;
  readonly peakMb: number;
}

async function measured(variant: Variant): Promise<() => Promise<Step>> {
  if (variant === 'naive') {
    await import('@tensorflow/tfjs-backend-wasm');
    await tf.setBackend('wasm');
    installTrainingKernels({ kernels: 'missing' });
  } else {
    await startBackend({ engine: 'wasm' });
  }
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

async function main(recomposedSteps: number, naiveSteps: number): Promise<void> {
  const recomposed = new Runner('recomposed');
  await recomposed.ready();
  const naive = naiveSteps > 0 ? new Runner('naive') : undefined;
  await naive?.ready();
  try {
    for (let step = 0; step < Math.max(recomposedSteps, naiveSteps); step++) {
      if (step < recomposedSteps) await recomposed.step();
      if (step < naiveSteps) await naive?.step();
    }
    const fast = summary(recomposed);
    if (naive === undefined || naive.steps.length < 2) return;
    const slow = summary(naive);
    console.log(`ratio      ${(slow.wall / fast.wall).toFixed(1)} (cpu ${(slow.cpu / fast.cpu).toFixed(1)})`);
  } finally {
    recomposed.stop();
    naive?.stop();
  }
}

const [first, second] = process.argv.slice(2);
void (first === 'naive' || first === 'recomposed'
  ? child(first)
  : main(Number(first ?? 8), Number(second ?? 2)));
