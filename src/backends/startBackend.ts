import * as tf from '@tensorflow/tfjs';
import { backendState } from './backendState';
import { backendText } from './backendText';
import { startCpu } from './startCpu';
import { startNative, type NativePackage } from './startNative';
import { startWasm } from './startWasm';
import { hasWebgpu, startWebgpu } from './webgpu/startWebgpu';
import { separateCasts } from './separateCasts';
import { sayOnce } from './sayOnce';
import { packagePath } from './tfjsPackage';
import { installTrainingKernels } from './wasm/installTrainingKernels';
import type { BackendReport, Engine } from './Backend';

export interface StartBackendOptions {
  /**
   * `auto`: an installed `@tensorflow/tfjs-node-gpu`, else an installed `@tensorflow/tfjs-node`, else WebGPU where it is
   * installed and has a GPU, else WASM. Any other is that engine or an
   * error. Default: what the environment variable `MODEL_REGRESSION_BACKEND` says, and `auto` without it.
   */
  readonly engine?: 'auto' | Engine;
}

/**
 * Chooses and starts the engine, once: later calls get the same report.
 *
 * @example await startBackend({ engine: 'wasm' });
 */
export async function startBackend(options: StartBackendOptions = {}): Promise<BackendReport> {
  const engine = engineOf(options);
  const state = backendState();
  state.starting ??= start(engine ?? engineOfEnvironment()).catch((error: unknown) => {
    // A failed start is not remembered: the next call may ask for another engine.
    state.starting = undefined;
    throw error;
  });
  const report = await state.starting;
  state.report = report;
  if (engine !== undefined && engine !== 'auto' && engine !== report.engine)
    throw new Error(backendText.alreadyRuns(engine, report.engine));
  separateCasts();
  // A test may have set another backend since: everything here is measured on the engine of the report.
  if (tf.getBackend() !== backendNames[report.engine]) await tf.setBackend(backendNames[report.engine]);
  // After jest.resetModules() there is a new tfjs-layers on the old engine: it too shall train fast.
  if (report.engine === 'wasm') installTrainingKernels();
  return report;
}

/** What tfjs calls the engines. */
const backendNames: Readonly<Record<Engine, string>> = {
  cuda: 'tensorflow',
  native: 'tensorflow',
  webgpu: 'webgpu',
  wasm: 'wasm',
  cpu: 'cpu',
};

function engineOf(options: StartBackendOptions): 'auto' | Engine | undefined {
  const unknown = Object.keys(options).find((name) => name !== 'engine');
  if (unknown !== undefined) throw new Error(backendText.unknownOption(unknown));
  const { engine } = options;
  if (engine !== undefined && !isEngine(engine)) throw new Error(backendText.unknownEngine(engine));
  return engine;
}

function engineOfEnvironment(): 'auto' | Engine {
  const asked = process.env['MODEL_REGRESSION_BACKEND'] ?? '';
  if (asked === '') return 'auto';
  if (!isEngine(asked)) throw new Error(backendText.unknownInEnvironment(asked));
  return asked;
}

const isEngine = (name: string): name is 'auto' | Engine =>
  name === 'auto' || Object.hasOwn(backendNames, name);

async function start(engine: 'auto' | Engine): Promise<BackendReport> {
  switch (engine) {
    case 'auto':
      return startBest();
    case 'cuda':
      return startCuda();
    case 'native':
      return startNative('@tensorflow/tfjs-node');
    case 'webgpu':
      return startWebgpu({ allowFallback: true });
    case 'wasm':
      return startWasm();
    case 'cpu':
      return startCpu();
  }
}

async function startCuda(): Promise<BackendReport> {
  const report = await startNative('@tensorflow/tfjs-node-gpu');
  if (report.engine !== 'cuda') throw new Error(report.notes.join(' '));
  return report;
}

interface Candidate {
  readonly name: string;
  readonly isInstalled: () => boolean;
  readonly start: (notes: readonly string[]) => Promise<BackendReport>;
}

const native = (name: NativePackage): Candidate => ({
  name,
  isInstalled: () => packagePath(name) !== undefined,
  start: (notes) => startNative(name, notes),
});

const preferred: readonly Candidate[] = [
  native('@tensorflow/tfjs-node-gpu'),
  native('@tensorflow/tfjs-node'),
  {
    name: 'WebGPU',
    isInstalled: hasWebgpu,
    start: (notes) => startWebgpu({ allowFallback: false }, notes),
  },
];

async function startBest(): Promise<BackendReport> {
  const passedOver: string[] = [];
  for (const { name, start } of preferred.filter(({ isInstalled }) => isInstalled())) {
    try {
      return chosen(await start(passedOver), name, passedOver);
    } catch (error) {
      passedOver.push((error as Error).message);
    }
  }
  return chosen(await startWasm(passedOver), 'WASM', passedOver);
}

function chosen(report: BackendReport, name: string, passedOver: readonly string[]): BackendReport {
  for (const reason of passedOver) sayOnce(backendText.usedInstead(reason, name));
  // What an engine that nobody has asked for by its name has to say of itself.
  for (const note of report.notes.slice(passedOver.length)) sayOnce(`${note}.`);
  return report;
}
