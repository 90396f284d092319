/** Trains a network on an engine, step by step: prints a line when it is ready, and one for each line that it is sent. */
import { createInterface } from 'node:readline';
import * as tf from '@tensorflow/tfjs';
import { startBackend } from '../../src/backends/startBackend';
import { startTfjsNode } from '../shared/startTfjsNode';
import { wasmEngines } from './engines';
import { networks } from './networks/networks';
import { startWasm } from './startWasm';
import type { Ready, Step } from './StepProcess';
import { stepsOf } from './stepsOf';

const say = (line: Ready | Step): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

async function startNative(): Promise<string> {
  const tensorflow = startTfjsNode();
  await tf.setBackend('tensorflow');
  return `tfjs-node ${tf.version.tfjs} on ${tensorflow}`;
}

async function started(engine: string): Promise<string> {
  if (engine === 'webgpu') return String(await startBackend({ engine }));
  const wasm = wasmEngines[engine];
  return wasm === undefined ? startNative() : startWasm(wasm);
}

async function main(engine: string, network: string): Promise<void> {
  const versions = await started(engine);
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
