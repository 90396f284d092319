import { createHash } from 'node:crypto';
import type { LayersModel, Tensor } from '@tensorflow/tfjs';
import { inPlace } from '../../backends/inPlace';
import { batchNormLayersOf } from '../model/batchNormLayersOf';
import { layersOf } from '../model/layersOf';
import { ownWeights } from '../model/ownWeights';
import type { LayerPrint } from './Recording';

/** Numbers that are kept of a layer, to tell how far others are from them. */
const sampled = 8;

/** A print of the weights of each layer that has any, in the order of the model; moving statistics are left out. */
export async function layerPrints(
  model: LayersModel,
): Promise<readonly { readonly path: string; readonly print: LayerPrint }[]> {
  const moving = new Set(
    batchNormLayersOf(model).flatMap(({ layer }) => [layer.movingMean, layer.movingVariance]),
  );
  const prints = [];
  for (const { path, layer } of layersOf(model)) {
    const weights = ownWeights(layer).filter((weight) => !moving.has(weight));
    if (weights.length > 0)
      prints.push({ path, print: await printOf(weights.map((weight) => weight.read())) });
  }
  return prints;
}

async function printOf(weights: readonly Tensor[]): Promise<LayerPrint> {
  const hash = createHash('sha1');
  const sample: number[] = [];
  let squares = 0;
  for (const weight of weights) {
    const values = inPlace(weight) ?? (await weight.data());
    hash.update(values);
    // As in `firstNonFinite`, not asked in the loop.
    const { length } = values;
    for (let i = 0; i < length; i++) squares += values[i]! * values[i]!;
    // Of the first weight, evenly: the kernel as a rule.
    if (sample.length === 0)
      for (let i = 0; i < Math.min(sampled, length); i++)
        sample.push(rounded(values[Math.floor((i * length) / Math.min(sampled, length))]!));
  }
  return { digest: hash.digest('hex').slice(0, 12), norm: rounded(Math.sqrt(squares)), sample };
}

/** A recording is to stay small. */
const rounded = (value: number): number => Number(value.toPrecision(5));
