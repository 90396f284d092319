import * as tf from '@tensorflow/tfjs';
import { installTrainingKernels } from '../../src/backends/wasm/installTrainingKernels';
import { ownKernels } from '../../src/backends/wasm/own/startOwnKernels';
import { onSharedMemory } from '../../src/backends/wasm/threads/sharedMemory';
import type { WasmEngine } from './engines';

/** Starts it, and says what runs. */
export async function startWasm({ shared, kernels }: WasmEngine): Promise<string> {
  await import('@tensorflow/tfjs-backend-wasm');
  const start = (): Promise<boolean> => tf.setBackend('wasm');
  await (shared ? onSharedMemory(start) : start());
  const running = installTrainingKernels(kernels);
  const own = ownKernels(tf.backend());
  return `tfjs ${tf.version.tfjs} on WASM, ${running}, threads: ${own?.threads ?? 1}, fused: ${own?.fused ?? false}, wide: ${own?.isWide() ?? false}`;
}
