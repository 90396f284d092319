/**
 * Where the time of a training step goes: milliseconds in each kernel of TensorFlow.js and in each own kernel, without what is called from
 * within it, on the mean over steps after a few to warm up.
 *
 *     npm run bench:profile -- --network mobilenetV2 --engine recomposed
 */
import '../scripts/assembled';
import * as tf from '@tensorflow/tfjs';
import { Command, Option } from 'commander';
import { ownKernels } from '../src/backends/wasm/own/startOwnKernels';
import { wasmEngines } from './steps/engines';
import { networks } from './steps/networks/networks';
import { startWasm } from './steps/startWasm';
import { stepsOf } from './steps/stepsOf';

type Call = (...args: never[]) => unknown;

/** Milliseconds by name; what a timed call calls is taken off its own. */
class Profile {
  private readonly spent = new Map<string, number>();
  private readonly within: number[] = [];

  timed<F extends Call>(name: string, call: F): F {
    return ((...args) => {
      const start = performance.now();
      this.within.push(0);
      try {
        return call(...args);
      } finally {
        const all = performance.now() - start;
        this.spent.set(name, (this.spent.get(name) ?? 0) + all - this.within.pop()!);
        if (this.within.length > 0) this.within[this.within.length - 1]! += all;
      }
    }) as F;
  }

  forget(): void {
    this.spent.clear();
  }

  table(steps: number, stepMs: number): string {
    const rows = [...this.spent].map(([name, ms]) => [name, ms / steps] as const);
    const outside = stepMs - rows.reduce((sum, [, ms]) => sum + ms, 0);
    return [...rows, ['outside of kernels', outside] as const]
      .sort(([, a], [, b]) => b - a)
      .filter(([, ms]) => ms >= 1)
      .map(([name, ms]) => `  ${name.padEnd(38)} ${ms.toFixed(0).padStart(6)} ms`)
      .join('\n');
  }
}

function watchKernels(profile: Profile): void {
  for (const kernel of tf.getKernelsForBackend('wasm')) {
    tf.unregisterKernel(kernel.kernelName, 'wasm');
    tf.registerKernel({ ...kernel, kernelFunc: profile.timed(kernel.kernelName, kernel.kernelFunc) });
  }
  const own = ownKernels(tf.backend()) as Record<string, unknown> | undefined;
  for (const [name, kernel] of Object.entries(own ?? {}))
    if (typeof kernel === 'function') own![name] = profile.timed(`own ${name}`, kernel as Call);
}

async function main(network: string, engine: string, steps: number): Promise<void> {
  console.log(`${network}: ${await startWasm(wasmEngines[engine]!)}`);
  const profile = new Profile();
  watchKernels(profile);
  const { step } = stepsOf(networks[network]!);
  for (let warm = 0; warm < 3; warm++) await step();
  profile.forget();
  const start = performance.now();
  for (let count = 0; count < steps; count++) await step();
  const stepMs = (performance.now() - start) / steps;
  console.log(`a step takes ${stepMs.toFixed(0)} ms\n${profile.table(steps, stepMs)}`);
}

const { network, engine, steps } = new Command('bench:profile')
  .addOption(new Option('--network <name>').choices(Object.keys(networks)).default('resnet50'))
  .addOption(new Option('--engine <name>').choices(Object.keys(wasmEngines)).default('wasm'))
  .option('--steps <number>', 'on the mean over', Number, 5)
  .parse()
  .opts<{ network: string; engine: string; steps: number }>();
void main(network, engine, steps);
