import { readJson } from '../../files/json/readJson';
import { sealOf } from '../../files/json/seal';
import { given } from '../../input/given';
import { modelFileError } from '../modelFileError';
import { digestIn } from '../shardName';
import type { ModelFile, WeightGroup } from './ModelFile';
import type { ModelPlace } from './modelPlace';
import { shardAt } from './shardPath';
import { weightSpecOf } from './WeightSpec';

/** Reads `model.json` and looks at its shards without opening them. */
export function readModelFile(place: ModelPlace): ModelFile {
  const content = contentOf(place.file);
  checkFormat(content, place.file);
  const { weightsManifest } = content;
  if (!Array.isArray(weightsManifest))
    throw modelFileError(
      place.file,
      'one without a weightsManifest: its weights would be those of a new model',
    );
  const groups = weightsManifest.map((group: unknown) => groupOf(group, place));
  const integrity = integrityOf(content, groups, place.file);
  checkUnique(groups, place.file);
  return { place, content, groups, integrity };
}

function contentOf(file: string): Readonly<Record<string, unknown>> {
  try {
    return readJson(file);
  } catch (error) {
    throw modelFileError(file, (error as Error).message);
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function checkFormat({ format, modelTopology }: Readonly<Record<string, unknown>>, file: string): void {
  const isGraph = format === 'graph-model' || (isObject(modelTopology) && 'node' in modelTopology);
  if (isGraph) {
    throw modelFileError(
      file,
      'a graph model, which can neither be trained nor looked into',
      'convert the Keras model with --output_format=tfjs_layers_model, or save the layers model that it came from',
    );
  }
  if (format != null && format !== 'layers-model')
    throw modelFileError(file, `one of the format ${given(format)}`);
  if (!isObject(modelTopology)) throw modelFileError(file, 'one without a modelTopology');
}

function groupOf(group: unknown, place: ModelPlace): WeightGroup {
  const { paths, weights } = (group ?? {}) as { paths?: unknown; weights?: unknown };
  const isText = (name: unknown): name is string => typeof name === 'string';
  if (!Array.isArray(paths) || !paths.every(isText) || !Array.isArray(weights))
    throw modelFileError(place.file, 'one whose weightsManifest is not a list of { paths, weights }');
  return {
    shards: paths.map((name) => shardAt(place, name)),
    weights: weights.map((entry: unknown, index) => {
      try {
        return weightSpecOf(entry);
      } catch (error) {
        const { name } = (entry ?? {}) as { name?: unknown };
        const which = typeof name === 'string' ? JSON.stringify(name) : `number ${index + 1}`;
        throw modelFileError(place.file, `one whose weight ${which} ${(error as Error).message}`);
      }
    }),
  };
}

/**
 * The digest that saveModel left, checked. A file that names a shard as saveModel does has one: without it the digest is what was damaged.
 */
function integrityOf(
  content: Readonly<Record<string, unknown>>,
  groups: readonly WeightGroup[],
  file: string,
): string | undefined {
  const seal = sealOf(content);
  const isOurs = groups.some(({ shards }) => shards.some(({ name }) => digestIn(name) !== undefined));
  if (seal === 'whole') return content['integrity'] as string;
  if (seal === 'none' && !isOurs) return undefined;
  throw modelFileError(file, 'damaged: it is not what saveModel wrote, its digest says');
}

function checkUnique(groups: readonly WeightGroup[], file: string): void {
  const shard = firstRepeated(groups.flatMap(({ shards }) => shards.map((each) => each.file)));
  if (shard !== undefined) throw modelFileError(file, `one that names the weight shard ${shard} twice`);
  const weight = firstRepeated(groups.flatMap(({ weights }) => weights.map(({ name }) => name)));
  if (weight !== undefined) throw modelFileError(file, `one with two weights named "${weight}"`);
}

function firstRepeated(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) return name;
    seen.add(name);
  }
  return undefined;
}
