import type { layers, LayersModel, SymbolicTensor } from '@tensorflow/tfjs';

/** A layer that takes an input for places in a table. */
export interface LookUp {
  readonly layer: string;
  /** Places in the table: 0 to one less. */
  readonly places: number;
}

type Layer = layers.Layer;

/** What is used of a model, which may be a layer of another one. */
type Model = Pick<LayersModel, 'layers' | 'inputs'>;

/**
 * The Embedding that looks this input of the model up, also one inside of models that are its layers; of several the one with the smallest table. Engines on a GPU take
 * zeros for a number that is not in its table, and say nothing.
 */
export function lookUpOf(model: Model, input: SymbolicTensor): LookUp | undefined {
  const consumers = input.sourceLayer.outboundNodes.filter(
    // A tensor may be the input of other models too.
    ({ outboundLayer, inputTensors }) => model.layers.includes(outboundLayer) && inputTensors.includes(input),
  );
  const found = consumers.flatMap(({ outboundLayer, inputTensors }) => {
    const lookUp = isModel(outboundLayer)
      ? lookUpOf(outboundLayer, outboundLayer.inputs[inputTensors.indexOf(input)]!)
      : embeddingOf(outboundLayer);
    return lookUp ?? [];
  });
  return found.sort((a, b) => a.places - b.places)[0];
}

const isModel = (layer: Layer): layer is Layer & Model => Array.isArray((layer as Partial<Model>).layers);

function embeddingOf(layer: Layer): LookUp | undefined {
  if (layer.getClassName() !== 'Embedding') return undefined;
  return { layer: layer.name, places: layer.getConfig()['inputDim'] as number };
}
