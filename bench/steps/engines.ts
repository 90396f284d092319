import { existsSync } from 'node:fs';
import path from 'node:path';
import type { TrainingKernelOptions } from '../../src/backends/wasm/installTrainingKernels';

/** Where `scripts/installPeers.ts` puts them. */
export const peers = path.join(__dirname, '../.peers');
export const kerasPackages = path.join(peers, 'python');
export const tfjsNode = path.join(peers, 'node/node_modules/@tensorflow/tfjs-node');

export const webgpuPackages = path.join(peers, 'webgpu/node_modules');

/** A driver of Vulkan that computes on the CPU. */
export const softwareGpu = path.join(peers, 'swiftshader');

export interface WasmEngine {
  readonly shared: boolean;
  readonly kernels: TrainingKernelOptions;
}

/** What our own engine is compared with of itself. */
export const wasmEngines: Readonly<Record<string, WasmEngine>> = {
  wasm: { shared: true, kernels: {} },
  narrow: { shared: true, kernels: { mayWiden: false } },
  unfused: { shared: true, kernels: { mayRelax: false } },
  'one-thread': { shared: false, kernels: { threads: 1 } },
  recomposed: { shared: false, kernels: { kernels: 'recomposed' } },
  naive: { shared: false, kernels: { kernels: 'missing' } },
};

interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

export const engineNames: readonly string[] = [...Object.keys(wasmEngines), 'keras', 'tfjs-node', 'webgpu'];

/** What runs the steps of a network on an engine, or why nothing can. */
export function programOf(engine: string, network: string): Program | string {
  if (engine === 'keras') {
    if (!existsSync(kerasPackages)) return 'not installed: npm run bench:peers';
    const environment = { PYTHONPATH: kerasPackages };
    return { command: 'python3', args: [path.join(__dirname, 'keras_steps.py'), network], environment };
  }
  if (engine === 'tfjs-node' && !existsSync(tfjsNode)) return 'not installed: npm run bench:peers';
  if (engine === 'webgpu' && !existsSync(webgpuPackages)) return 'not installed: npm run bench:peers';
  const environment: Program['environment'] = engine === 'webgpu' ? { NODE_PATH: webgpuPackages } : {};
  const args = ['--import', 'tsx', path.join(__dirname, 'child.ts'), engine, network];
  return { command: process.execPath, args, environment };
}
