import path from 'node:path';
import { readModelFile } from '../reading/readModelFile';

/** The shards of the model that is there, by their names in the folder: none of one that cannot be read. Never a file of elsewhere. */
export function oldShards(folder: string): readonly string[] {
  try {
    const { groups } = readModelFile({ folder, file: path.join(folder, 'model.json') });
    return groups.flatMap(({ shards }) => shards.map(({ name }) => path.normalize(name)));
  } catch {
    return [];
  }
}
