import * as tf from '@tensorflow/tfjs';
import { backendText } from './backendText';
import { checkCore } from './checkCore';
import { cpuName, cpuThreads } from './hardware';
import { polyfillNodeUtil } from './polyfillNodeUtil';
import { report } from './report';
import { setTensorFlowVariables } from './tensorflowVariables';
import { loadPackage, packagePath } from './tfjsPackage';
import type { BackendReport } from './Backend';

export type NativePackage = '@tensorflow/tfjs-node-gpu' | '@tensorflow/tfjs-node';

/** The part of tfjs-node that is used. */
interface TfjsNode {
  readonly version?: { readonly 'tfjs-node'?: string; readonly 'tfjs-core'?: string };
}

/** Starts TensorFlow's own engine; the error it throws is one line. */
export async function startNative(
  packageName: NativePackage,
  notes: readonly string[] = [],
): Promise<BackendReport> {
  const path = packagePath(packageName);
  if (path === undefined) throw new Error(backendText.notInstalled(packageName));
  let loaded: TfjsNode;
  try {
    setTensorFlowVariables();
    polyfillNodeUtil();
    loaded = loadPackage(path) as TfjsNode;
    checkCore(packageName, path, loaded.version?.['tfjs-core']);
    if (!(await tf.setBackend('tensorflow'))) throw new Error('its engine did not start');
  } catch (error) {
    throw new Error(backendText.cannotLoad(packageName, reasonOf(error, packageName)), { cause: error });
  }
  const usesGpu = (tf.backend() as { isUsingGpuDevice?: boolean }).isUsingGpuDevice === true;
  const expectsGpu = packageName === '@tensorflow/tfjs-node-gpu';
  return report({
    engine: usesGpu ? 'cuda' : 'native',
    device: usesGpu ? 'CUDA GPU' : cpuName(),
    simd: true,
    threads: cpuThreads(),
    trainingKernels: 'shipped',
    fusedMultiplyAdd: false,
    backendVersion: loaded.version?.['tfjs-node'] ?? 'unknown',
    notes: expectsGpu && !usesGpu ? [...notes, backendText.noGpu(packageName)] : notes,
  });
}

function reasonOf(error: unknown, packageName: string): string {
  const message = error instanceof Error || hasMessage(error) ? error.message : String(error);
  const firstLine =
    message
      .split('\n')
      .find((line) => line.trim() !== '')
      ?.trim() ?? 'no reason given';
  const addonMissing = /native addon module[^]*can ?not be found/i.test(message);
  return addonMissing ? backendText.addonMissing(packageName) : firstLine.replace(/[.\s]+$/, '');
}

/** In Jest an error can come from another realm, where `instanceof Error` is false. */
const hasMessage = (error: unknown): error is { message: string } =>
  typeof (error as { message?: unknown } | null)?.message === 'string';
