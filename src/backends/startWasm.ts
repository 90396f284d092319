import * as tf from '@tensorflow/tfjs';
import type * as TfjsWasm from '@tensorflow/tfjs-backend-wasm';
import { backendText } from './backendText';
import { checkCore } from './checkCore';
import { cpuName } from './hardware';
import { report } from './report';
import { loadPackage, packagePath } from './tfjsPackage';
import { installTrainingKernels } from './wasm/installTrainingKernels';
import { ownKernels } from './wasm/own/startOwnKernels';
import { onSharedMemory } from './wasm/threads/sharedMemory';
import { threadCount } from './wasm/threads/threadCount';
import { withoutNewProcessListeners } from './withoutNewProcessListeners';
import type { BackendReport } from './Backend';

const packageName = '@tensorflow/tfjs-backend-wasm';

/** Starts WASM and makes it train. It is loaded only here: merely importing it makes it tfjs' first choice, unstarted. */
export async function startWasm(notes: readonly string[] = []): Promise<BackendReport> {
  const path = packagePath(packageName);
  if (path === undefined) throw new Error(backendText.notInstalled(packageName));
  const threads = threadCount();
  const wasm = await withoutNewProcessListeners(async () => {
    const loaded = loadPackage(path) as typeof TfjsWasm;
    checkCore(packageName, path, loaded.version_wasm);
    await (threads > 1 ? onSharedMemory(setWasmBackend) : setWasmBackend());
    return loaded;
  });
  const trainingKernels = installTrainingKernels({ threads });
  const own = ownKernels(tf.backend());
  const simd = await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT');
  return report({
    engine: 'wasm',
    device: cpuName(),
    simd: simd === true,
    threads: own?.threads ?? wasm.getThreadsCount(),
    trainingKernels,
    fusedMultiplyAdd: own?.fused ?? false,
    wideProducts: () => own?.isWide() ?? false,
    backendVersion: wasm.version_wasm,
    notes: simd === true ? notes : [...notes, backendText.noSimd],
  });
}

async function setWasmBackend(): Promise<void> {
  let started: boolean;
  try {
    started = await tf.setBackend('wasm');
  } catch (error) {
    throw new Error(backendText.wasmDidNotStart(String(error)), { cause: error });
  }
  // tfjs answers false after it has printed the cause.
  if (!started) throw new Error(backendText.wasmDidNotStart('its cause is printed above'));
}
