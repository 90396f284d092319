import * as tf from '@tensorflow/tfjs';
import { backendText } from '../backendText';
import { report } from '../report';
import { packagePath } from '../tfjsPackage';
import type { Adapter, Gpu, Started } from './Gpu';
import { gpuOfRealm } from './gpuOfRealm';
import { RemoteBackend } from './RemoteBackend';
import type { BackendReport } from '../Backend';

const packageNames = { webgpuPath: 'webgpu', backendPath: '@tensorflow/tfjs-backend-webgpu' } as const;

/** Whether all that it needs is installed. */
export const hasWebgpu = (): boolean =>
  Object.values(packageNames).every((name) => packagePath(name) !== undefined);

/**
 * Starts WebGPU on a thread of its own.
 *
 * @param allowFallback whether an adapter that computes on the CPU will do; WASM is many times faster than one
 */
export async function startWebgpu(
  { allowFallback }: { readonly allowFallback: boolean },
  notes: readonly string[] = [],
): Promise<BackendReport> {
  const gpu = gpuOfRealm({
    webgpuPath: pathOf(packageNames.webgpuPath),
    backendPath: pathOf(packageNames.backendPath),
  });
  try {
    const { adapter, version, kernels } = await started(gpu);
    checkAdapter(adapter, allowFallback);
    checkVersion(version);
    await useBackend(gpu, kernels ?? []);
    return report({
      engine: 'webgpu',
      device: nameOf(adapter),
      simd: true,
      threads: 1,
      trainingKernels: 'shipped',
      fusedMultiplyAdd: false,
      backendVersion: version ?? 'unknown',
      notes: adapter.isFallback ? [...notes, backendText.fallbackAdapter] : notes,
    });
  } catch (error) {
    await gpu.sendHome();
    throw error;
  }
}

function pathOf(name: string): string {
  const path = packagePath(name);
  if (path === undefined)
    throw new Error(name === 'webgpu' ? backendText.webgpuMissing : backendText.notInstalled(name));
  return path;
}

async function started(gpu: Gpu): Promise<Started> {
  try {
    return await gpu.askLater('start', undefined);
  } catch (error) {
    const failure = backendText.webgpuFailed((error as Error).message);
    throw new Error(backendText.cannotLoad(packageNames.webgpuPath, failure), { cause: error });
  }
}

function checkAdapter(adapter: Adapter | undefined, allowFallback: boolean): asserts adapter is Adapter {
  if (adapter === undefined) throw new Error(backendText.noAdapter);
  if (adapter.isFallback && !allowFallback) throw new Error(backendText.onlyFallback(nameOf(adapter)));
}

function checkVersion(version: string | undefined): void {
  const tfjs = tf.version['tfjs-core'];
  if (version !== tfjs)
    throw new Error(backendText.versionsDiffer(packageNames.backendPath, version ?? 'unknown', tfjs));
}

/** In place of one that the person has registered: it could not read synchronously. */
async function useBackend(gpu: Gpu, kernels: readonly string[]): Promise<void> {
  if (tf.findBackendFactory('webgpu') !== null) tf.removeBackend('webgpu');
  for (const { kernelName } of tf.getKernelsForBackend('webgpu')) tf.unregisterKernel(kernelName, 'webgpu');
  const backend = new RemoteBackend(gpu);
  for (const kernelName of kernels)
    tf.registerKernel({
      kernelName,
      backendName: 'webgpu',
      kernelFunc: ({ inputs, attrs }) => backend.run(kernelName, inputs, attrs),
    });
  tf.registerBackend('webgpu', () => backend);
  await tf.setBackend('webgpu');
}

const nameOf = ({ description, device, vendor, architecture }: Adapter): string => {
  const name = [device, description].filter(Boolean).join(', ') || 'GPU';
  const maker = [vendor, architecture].filter(Boolean).join(' ');
  return maker === '' ? name : `${name} (${maker})`;
};
