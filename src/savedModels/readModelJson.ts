import { digestOfJson } from '../files/digestOfJson';
import { boundedJson } from './boundedJson';
import { type ModelJson, sealName, type WeightGroup, type WeightSpec } from './ModelJson';
import { damagedModel, savedModelError } from './savedModelError';

/**
 * Reads a model.json and checks all that can be checked without its weights.
 *
 * @throws TypeError for a file that is no layers model, or not the one that was written
 */
export function readModelJson(file: string): ModelJson {
  const json = parsed(file);
  if (json['format'] === 'graph-model') throw graphModel(file);
  if (typeof json['modelTopology'] !== 'object' || json['modelTopology'] === null)
    throw damagedModel(file, 'it has no modelTopology');
  const groups = json['weightsManifest'];
  if (!Array.isArray(groups) || !groups.every(isGroup))
    throw damagedModel(file, 'its weightsManifest is not one');
  const model = json as unknown as ModelJson;
  checkSeal(file, model);
  checkNames(file, model);
  return model;
}

function parsed(file: string): Readonly<Record<string, unknown>> {
  try {
    const json = boundedJson(file);
    if (typeof json === 'object' && json !== null) return json as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw damagedModel(file, (error as Error).message);
  }
  throw damagedModel(file, 'it is not a JSON object');
}

/** `saveModel` vouches for every byte that matters; what others wrote has no digest. */
function checkSeal(file: string, model: ModelJson): void {
  const { [sealName]: seal, ...rest } = model;
  if (seal === undefined) return;
  const { digest, ...vouched } = seal;
  if (digest !== digestOfJson({ ...rest, [sealName]: vouched }))
    throw damagedModel(file, 'its digest does not fit its content, so it was edited or damaged');
}

function checkNames(file: string, { weightsManifest }: ModelJson): void {
  const seen = new Set<string>();
  for (const { name, group } of weightsManifest.flatMap(({ weights }) => weights)) {
    const key = `${group ?? 'model'} ${name}`;
    if (seen.has(key)) throw damagedModel(file, `it holds the weight ${name} twice`);
    seen.add(key);
  }
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isSize = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

function isGroup(value: unknown): value is WeightGroup {
  const { paths, weights } = (value ?? {}) as Partial<Record<string, unknown>>;
  return Array.isArray(paths) && paths.every(isText) && Array.isArray(weights) && weights.every(isSpec);
}

function isSpec(value: unknown): value is WeightSpec {
  const { name, shape, dtype, quantization } = (value ?? {}) as Partial<Record<string, unknown>>;
  const isDtype = ['float32', 'int32', 'bool'].includes(dtype as string);
  return (
    isText(name) && Array.isArray(shape) && shape.every(isSize) && isDtype && isQuantization(quantization)
  );
}

function isQuantization(value: unknown): boolean {
  if (value === undefined) return true;
  const { dtype, scale, min } = (value ?? {}) as Partial<Record<string, unknown>>;
  if (dtype === 'float16') return true;
  return ['uint8', 'uint16'].includes(dtype as string) && Number.isFinite(scale) && Number.isFinite(min);
}

function graphModel(file: string): TypeError {
  return savedModelError(
    file,
    'a graph model',
    'a layers model: only layers can be looked into',
    'convert it with tensorflowjs_converter --output_format=tfjs_layers_model',
  );
}
