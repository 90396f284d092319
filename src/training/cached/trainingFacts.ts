import { createRequire } from 'node:module';
import type { LayersModel, Optimizer, Tensor } from '@tensorflow/tfjs';
import type { BackendReport } from '../../backends/Backend';
import { sha256 } from '../../files/sha256';
import type { HeldRows } from '../../input/HeldRows';
import { layersOf } from '../../probes/model/layersOf';
import { ownWeights } from '../../probes/model/ownWeights';
import type { TrainOptions } from '../TrainOptions';
import { numbersOf } from './numbersOf';
import { optimizerState } from './OptimizerState';

/** What is kept under one key was made by one version of this. */
const version = 1;

/** Everything that decides the result of a training, as data; numbers by their digests. */
export async function trainingFacts(
  model: LayersModel,
  rows: HeldRows,
  options: TrainOptions,
  { report, drawn }: { readonly report: BackendReport; readonly drawn: number },
): Promise<object> {
  const { epochs = 1, batchSize = 32, shuffle = true, classWeight, seed = 1, validationData } = options;
  return {
    version,
    engine: engineFacts(report),
    topology: model.toJSON(undefined, false),
    layers: await layerFacts(model),
    compiled: await compileFacts(model),
    // The seed, and how many numbers a factory has drawn: that is where shuffling and dropout begin.
    fit: { epochs, batchSize, shuffle, classWeight, seed, drawn },
    xs: await digests(rows.xs),
    ys: await digests(rows.ys),
    validation: await digests(validationData === undefined ? [] : tensorsOf(validationData)),
  };
}

/** Options that only TensorFlow's own library reads, and only from the environment. */
const nativeSettings = [
  'TF_ENABLE_ONEDNN_OPTS',
  'TF_DETERMINISTIC_OPS',
  'TF_CUDNN_DETERMINISTIC',
  'NVIDIA_TF32_OVERRIDE',
  'OMP_NUM_THREADS',
  'TF_NUM_INTRAOP_THREADS',
];

/** WebAssembly computes the same everywhere, own kernels on any number of threads; TensorFlow's library by what processor or GPU can do. */
function engineFacts(report: BackendReport): object {
  const { engine, device, simd, threads, trainingKernels, fusedMultiplyAdd, versions } = report;
  const isNative = engine === 'native' || engine === 'cuda';
  const own = createRequire(__filename)('../../../package.json') as { version: string };
  return {
    ...{ engine, simd, trainingKernels, fusedMultiplyAdd },
    ...(trainingKernels === 'own' ? {} : { threads }),
    ...{
      tfjs: versions.tfjs,
      backend: versions.backend,
      node: versions.node.split('.')[0],
      own: own.version,
    },
    ...(isNative ? { device, settings: nativeSettings.map((name) => process.env[name] ?? null) } : {}),
  };
}

/** Of every layer what its configuration may leave out: flags on single weights, and properties set after it was made. */
async function layerFacts(model: LayersModel): Promise<readonly object[]> {
  const facts: object[] = [];
  for (const { layer } of layersOf(model)) {
    const weights = [];
    for (const { val } of ownWeights(layer))
      weights.push({ trainable: val.trainable, ...(await digest(val)) });
    facts.push({ name: layer.name, trainable: layer.trainable, properties: primitivesIn(layer), weights });
  }
  return facts;
}

/** Counters that say when a layer was made. */
const counters = new Set(['id', 'name']);

function primitivesIn(holder: object): readonly (readonly [string, unknown])[] {
  const isPrimitive = (value: unknown): boolean => ['number', 'string', 'boolean'].includes(typeof value);
  return Object.entries(holder)
    .filter(([name, value]) => isPrimitive(value) && !name.startsWith('_') && !counters.has(name))
    .map(([name, value]: [string, unknown]) => [name, String(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

async function compileFacts(model: LayersModel): Promise<object> {
  const { loss, metrics, optimizer } = model as unknown as {
    readonly loss: unknown;
    readonly metrics: unknown;
    readonly optimizer: Optimizer;
  };
  const { iterations, own, slots } = optimizerState(optimizer);
  return {
    ...{ loss, metrics },
    optimizer: { type: optimizer.getClassName(), properties: primitivesIn(optimizer), iterations },
    own: await digests([...own.values()]),
    slots: await digests([...slots.values()].flatMap((list) => list.map(({ variable }) => variable))),
  };
}

async function digests(tensors: readonly Tensor[]): Promise<readonly object[]> {
  const all: object[] = [];
  for (const tensor of tensors) all.push(await digest(tensor));
  return all;
}

async function digest(tensor: Tensor): Promise<object> {
  const { dtype, shape, bytes } = await numbersOf('', tensor);
  return { dtype, shape, sha256: sha256(bytes) };
}

/** The tensors of `validationData`, as `fit` takes it; undefined where it holds anything else. */
export function tensorsIn(data: unknown): readonly Tensor[] | undefined {
  const isTensor = (value: unknown): value is Tensor =>
    typeof value === 'object' && value !== null && 'dataId' in value && 'shape' in value;
  const flat = Array.isArray(data) ? (data as unknown[]).flat() : [];
  return flat.length > 0 && flat.every(isTensor) ? flat : undefined;
}

const tensorsOf = (data: unknown): readonly Tensor[] => tensorsIn(data) ?? [];
