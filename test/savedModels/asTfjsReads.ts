import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';

/** What tfjs-node's file handler does with a folder, in its own words: nothing of ours. */
export function asTfjsReads(folder: string): tf.io.IOHandler {
  return {
    load: async () => {
      const json = JSON.parse(readFileSync(path.join(folder, 'model.json'), 'utf8')) as tf.io.ModelJSON;
      return tf.io.getModelArtifactsForJSON(json, async (manifest) => {
        const parts = manifest
          .flatMap(({ paths }) => paths)
          .map((name) => readFileSync(path.join(folder, name)));
        const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
        parts.reduce((at, part) => {
          all.set(part, at);
          return at + part.length;
        }, 0);
        return [manifest.flatMap(({ weights }) => weights), all.buffer];
      });
    },
  };
}
