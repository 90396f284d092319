import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { LayersModel } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { checkOptions } from '../input/checkOptions';
import { inputError } from '../input/inputError';
import { modelOf } from '../input/modelOf';
import * as rules from '../input/rules';
import { digestOfJson } from '../files/digestOfJson';
import { sha256 } from '../files/sha256';
import { writeAtomically } from '../files/writeAtomically';
import { modelFile } from './modelFile';
import { type ModelJson, sealName, type WeightSpec } from './ModelJson';
import { readModelJson } from './readModelJson';

export interface SaveOptions {
  /** Whether the optimizer and its state are saved too. Default: if the model is compiled. */
  readonly optimizer?: boolean;
}

/** The largest weight file, in bytes: what hosts of files commonly take. */
const shardBytes = 64 * 2 ** 20;

/**
 * Saves a layers model in the format of TensorFlow.js, so that `loadModel`, `tf.loadLayersModel` and tfjs-node read it. Of a model from
 * `train`, its recording is left beside it, as recording.json. Whenever the process ends, the folder holds the model that
 * was there before or the new one, whole.
 *
 * @param subject a layers model, or what `train` returned
 * @param location a folder, which is made, or a file that ends with .json
 * @example await saveModel(trained, 'models/iris');
 */
export async function saveModel(
  subject: LayersModel | { readonly model: LayersModel; readonly recording?: object },
  location: string,
  options: SaveOptions = {},
): Promise<void> {
  const where = 'saveModel';
  checkOptions(where, options, { optimizer: rules.boolean });
  const { model, recording } = partsOf(subject, where);
  const file = modelFile(location, where);
  const withOptimizer = options.optimizer ?? model.optimizer != null;
  if (withOptimizer) refuseFunctions(model, where);
  const artifacts = await artifactsOf(model, withOptimizer, where);
  const before = weightFilesOf(file);
  const shards = shardsOf(artifacts);
  // The order matters: what is there stays whole until model.json is renamed, and what it no longer names goes last.
  for (const { name, content } of shards) writeAtomically(path.join(path.dirname(file), name), content);
  writeAtomically(file, modelJson(artifacts, shards));
  if (recording !== undefined)
    writeAtomically(path.join(path.dirname(file), recordingName), sealed(recording));
  const kept = new Set(shards.map(({ name }) => name));
  for (const name of before)
    if (!kept.has(name)) rmSync(path.join(path.dirname(file), name), { force: true });
}

/** What a training job leaves beside its model. */
export const recordingName = 'recording.json';

/** With a digest of itself, which `recordTraining.fromJSON` checks. */
function sealed(recording: object): string {
  const plain = JSON.parse(JSON.stringify(recording)) as object;
  return JSON.stringify({ ...plain, digest: digestOfJson(plain) });
}

function partsOf(
  subject: unknown,
  where: string,
): { readonly model: LayersModel; readonly recording: object | undefined } {
  const isTrained = typeof subject === 'object' && subject !== null && 'model' in subject;
  const { model, recording } = (isTrained ? subject : { model: subject }) as {
    model: unknown;
    recording?: object;
  };
  return { model: modelOf(model, `The model given to ${where}`), recording };
}

/** tfjs writes nothing for a loss or metric that is a function, and says nothing either. */
function refuseFunctions({ loss, metrics }: LayersModel, where: string): void {
  const given = [loss, metrics].flatMap((each: unknown) =>
    typeof each === 'object' ? (Object.values(each ?? {}) as unknown[]) : [each],
  );
  if (!given.flat().some((each) => typeof each === 'function')) return;
  throw inputError({
    what: `The model given to ${where}`,
    given: 'compiled with a function as loss or metric',
    allowed: "losses and metrics by name, as 'categoricalCrossentropy', which can be written to a file",
    next: 'save it without the optimizer: { optimizer: false }',
  });
}

type Artifacts = tf.io.ModelArtifacts;

async function artifactsOf(model: LayersModel, includeOptimizer: boolean, where: string): Promise<Artifacts> {
  let artifacts: Artifacts | undefined;
  const keep = tf.io.withSaveHandler(async (made) => {
    artifacts = made;
    return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(made) };
  });
  try {
    await model.save(keep, { includeOptimizer });
    return artifacts!;
  } catch (error) {
    throw inputError({
      what: `The model given to ${where}`,
      given: `one that TensorFlow.js cannot write: ${(error as Error).message.split('\n')[0]!}`,
      allowed: 'layers, a loss, metrics and an optimizer that can be written as JSON',
      next: includeOptimizer
        ? 'save it without the optimizer: { optimizer: false }'
        : 'give layers of your own a getConfig() that returns plain values',
    });
  }
}

interface ShardToWrite {
  readonly name: string;
  readonly content: Uint8Array;
  readonly digest: string;
}

/** Named by their content: a file that the model on disk needs is never written over. */
function shardsOf({ weightData }: Artifacts): readonly ShardToWrite[] {
  const bytes = new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData));
  const starts = Array.from({ length: Math.ceil(bytes.length / shardBytes) }, (_, i) => i * shardBytes);
  return starts.map((start) => {
    const content = bytes.subarray(start, start + shardBytes);
    const digest = sha256(content);
    return { name: `weights-${digest.slice(0, 16)}.bin`, content, digest };
  });
}

function modelJson(artifacts: Artifacts, shards: readonly ShardToWrite[]): string {
  const { weightData: _data, weightSpecs, ...rest } = artifacts;
  const weights = weightSpecs as readonly WeightSpec[];
  const manifest = { ...rest, weightsManifest: [{ paths: shards.map(({ name }) => name), weights }] };
  const vouched = {
    version: 1,
    shards: Object.fromEntries(shards.map(({ name, digest }) => [name, digest])),
  };
  // Through JSON: what `undefined` leaves behind must not count.
  const plain = JSON.parse(JSON.stringify(manifest)) as object;
  const digest = digestOfJson({ ...plain, [sealName]: vouched });
  return JSON.stringify({ ...plain, [sealName]: { ...vouched, digest } });
}

/** Those of the model that is there; of one that cannot be read nothing is removed. */
function weightFilesOf(file: string): readonly string[] {
  if (!existsSync(file)) return [];
  try {
    const { weightsManifest }: ModelJson = readModelJson(file);
    return weightsManifest
      .flatMap(({ paths }) => paths)
      .filter((name) => /^weights-[0-9a-f]{16}\.bin$/.test(name));
  } catch {
    return [];
  }
}
