/** Trains a network on an engine, step by step: prints a line when it is ready, and one for each line that it is sent. */
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import * as tf from '@tensorflow/tfjs';
import { polyfillNodeUtil } from '../../src/backends/polyfillNodeUtil';
import { installTrainingKernels } from '../../src/backends/wasm/installTrainingKernels';
import { ownKernels } from '../../src/backends/wasm/own/startOwnKernels';
import { onSharedMemory } from '../../src/backends/wasm/threads/sharedMemory';
import { tfjsNode, wasmEngines, type WasmEngine } from './engines';
import { networks, type Network } from './networks/networks';
import type { Ready, Step } from './StepProcess';

const say = (line: Ready | Step): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

async function startWasm({ shared, kernels }: WasmEngine): Promise<string> {
  await import('@tensorflow/tfjs-backend-wasm');
  const start = (): Promise<boolean> => tf.setBackend('wasm');
  await (shared ? onSharedMemory(start) : start());
  const running = installTrainingKernels(kernels);
  const own = ownKernels(tf.backend());
  return `tfjs ${tf.version.tfjs} on WASM, ${running}, threads: ${own?.threads ?? 1}, fused: ${own?.fused ?? false}`;
}

async function startNative(): Promise<string> {
  polyfillNodeUtil();
  createRequire(__filename)(tfjsNode);
  await tf.setBackend('tensorflow');
  const { binding } = tf.backend() as unknown as { binding: { TF_Version: string } };
  return `tfjs-node ${tf.version.tfjs} on TensorFlow ${binding.TF_Version}`;
}

function stepsOf({ build, inputShape, classes }: Network): {
  parameters: number;
  step: () => Promise<number>;
} {
  const model = build();
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  const xs = tf.randomUniform([...inputShape], 0, 1, 'float32', 5);
  const labels = Array.from({ length: inputShape[0]! }, (_, row) => row % classes);
  const ys = tf.oneHot(tf.tensor1d(labels, 'int32'), classes).toFloat();
  const step = async (): Promise<number> => ((await model.trainOnBatch(xs, ys)) as number[])[0]!;
  return { parameters: model.countParams(), step };
}

async function main(engine: string, network: string): Promise<void> {
  const wasm = wasmEngines[engine];
  const versions = await (wasm === undefined ? startNative() : startWasm(wasm));
  const { parameters, step } = stepsOf(networks[network]!);
  say({ versions, parameters });
  for await (const _ of createInterface({ input: process.stdin })) {
    const [cpu, start] = [process.cpuUsage(), performance.now()];
    const loss = await step();
    const wallMs = performance.now() - start;
    const { user, system } = process.cpuUsage(cpu);
    say({
      wallMs,
      cpuMs: (user + system) / 1000,
      loss,
      peakMb: process.resourceUsage().maxRSS / 1024,
    });
  }
}

const [engine = '', network = ''] = process.argv.slice(2);
void main(engine, network);
