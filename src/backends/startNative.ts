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
  const loaded = load(packageName, path);
  checkCore(packageName, path, loaded.version?.['tfjs-core']);
  await useBackend(packageName);
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

function load(packageName: NativePackage, path: string): TfjsNode {
  try {
    setTensorFlowVariables();
    polyfillNodeUtil();
    return loadPackage(path) as TfjsNode;
  } catch (error) {
    throw failed(error, packageName);
  }
}

async function useBackend(packageName: NativePackage): Promise<void> {
  try {
    if (!(await tf.setBackend('tensorflow'))) throw new Error('its engine did not start');
  } catch (error) {
    throw failed(error, packageName);
  }
}

function failed(cause: unknown, packageName: NativePackage): Error {
  const message = cause instanceof Error || hasMessage(cause) ? cause.message : String(cause);
  const firstLine = message.split('\n').find((line) => line.trim() !== '') ?? 'no reason given';
  const failure = /native addon module[^]*can ?not be found/i.test(message)
    ? backendText.addonMissing(packageName)
    : backendText.nativeFailed(packageName, firstLine.trim().replace(/[.\s]+$/, ''));
  return new Error(backendText.cannotLoad(packageName, failure), { cause });
}

/** In Jest an error can come from another realm, where `instanceof Error` is false. */
const hasMessage = (error: unknown): error is { message: string } =>
  typeof (error as { message?: unknown } | null)?.message === 'string';
