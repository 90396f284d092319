import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as tf from '@tensorflow/tfjs';

/** The layers models in the package `nsfwjs`, by the number of their shards. */
const shards = { mobilenet_v2: 1, inception_v3: 6 } as const;

type Name = keyof typeof shards;

interface ModelJson {
  readonly modelTopology: object;
  readonly weightsManifest: readonly { readonly weights: tf.io.WeightsManifestEntry[] }[];
}

const required = createRequire(__filename);

function file<T>(name: Name, part: string): T {
  return required(join(dirname(required.resolve('nsfwjs')), '..', 'models', name, `${part}.min.js`)) as T;
}

/**
 * A model of `nsfwjs`: trained by its authors on pictures of five classes (drawing, hentai, neutral, porn, sexy), every
 * weight and moving statistic stored in 8 bits. The files are read from the package. (Its own loader lists the
 * characters of the base64 text as properties of a module.)
 */
export async function nsfwjsModel(name: Name): Promise<tf.LayersModel> {
  const { modelTopology } = file<ModelJson>(name, 'model');
  const parts = Array.from({ length: shards[name] }, (_, i) => `group1-shard${i + 1}of${shards[name]}`);
  const data = Buffer.concat(parts.map((part) => Buffer.from(file<string>(name, part), 'base64')));
  const weightData = Uint8Array.from(data).buffer;
  return tf.loadLayersModel(
    tf.io.fromMemory({ modelTopology, weightSpecs: [...weightsIn(name)], weightData }),
  );
}

/** Distance between two neighbours of the 256 values that a weight can have. */
export function quantisedStep(name: Name, weight: string): number {
  return weightsIn(name).find((entry) => entry.name === weight)!.quantization!.scale!;
}

function weightsIn(name: Name): readonly tf.io.WeightsManifestEntry[] {
  return file<ModelJson>(name, 'model').weightsManifest.flatMap(({ weights }) => weights);
}
