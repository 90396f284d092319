import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';

/** A manifest as it lies in a file. */
export interface Manifest {
  paths: string[];
  weights: Record<string, unknown>[];
}

export interface ModelJson extends Record<string, unknown> {
  weightsManifest: Manifest[];
}

/** Two inputs, three and two units: 17 numbers in `first/kernel`, `first/bias`, `second/kernel`, `second/bias`. */
export function smallModel(): tf.LayersModel {
  return tf.sequential({
    layers: [
      tf.layers.dense({ units: 3, inputShape: [2], name: 'first' }),
      tf.layers.dense({ units: 2, name: 'second' }),
    ],
  });
}

/** Writes a model as tools other than ours do: in so many shards, cut anywhere. */
export async function writeForeign(
  folder: string,
  model: tf.LayersModel,
  { shards = 1, includeOptimizer = false } = {},
): Promise<void> {
  await model.save(
    {
      save: async (artifacts) => {
        const { weightData, weightSpecs, ...rest } = artifacts;
        const bytes = new Uint8Array(weightData as ArrayBuffer);
        const size = Math.ceil(bytes.length / shards);
        const paths = Array.from({ length: shards }, (_, i) => `group1-shard${i + 1}of${shards}.bin`);
        paths.forEach((name, i) => {
          writeFileSync(path.join(folder, name), bytes.subarray(i * size, (i + 1) * size));
        });
        const json = { ...rest, weightsManifest: [{ paths, weights: weightSpecs }] };
        writeFileSync(path.join(folder, 'model.json'), JSON.stringify(json));
        return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
      },
    },
    { includeOptimizer },
  );
}

/** Changes a `model.json` on the disk. */
export function edit(folder: string, change: (json: ModelJson) => void): void {
  const file = path.join(folder, 'model.json');
  const json = JSON.parse(readFileSync(file, 'utf8')) as ModelJson;
  change(json);
  writeFileSync(file, JSON.stringify(json));
}
