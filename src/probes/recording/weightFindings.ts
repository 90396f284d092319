import type { LayersModel } from '@tensorflow/tfjs';
import { freshLayers } from '../model/freshLayers';
import { layerPrints } from './layerPrints';
import type { LayerPrint, Recording } from './Recording';

/**
 * What became of a layer whose weights are not the recorded ones: as an initialiser leaves them; those of another layer; a little off, or
 * off by rounding alone; or others.
 */
export type ChangedLayer =
  | { readonly path: string; readonly are: 'fresh' | 'near' | 'rounded' | 'others' }
  | { readonly path: string; readonly are: 'of another layer'; readonly of: string };

export interface WeightFindings {
  /** Layers that have weights. */
  readonly layers: number;
  /** Those that are not as recorded; undefined without a recording of layers. */
  readonly changed: readonly ChangedLayer[] | undefined;
  /** Layers that look as an initialiser leaves them, although others were trained. */
  readonly fresh: readonly string[];
}

/** Holds the weights of a model against those that its fit ended with. */
export async function weightFindings(
  model: LayersModel,
  recording: Recording | undefined,
): Promise<WeightFindings> {
  const fresh = await freshLayers(model);
  const now = await layerPrints(model);
  const recorded = recording?.layers;
  return {
    layers: now.length,
    changed: recorded === undefined ? undefined : changedLayers(now, recorded, fresh),
    fresh,
  };
}

/** By their order: names of layers are numbered anew in each process. */
function changedLayers(
  now: Awaited<ReturnType<typeof layerPrints>>,
  recorded: readonly LayerPrint[],
  fresh: readonly string[],
): readonly ChangedLayer[] {
  return now.flatMap(({ path, print }, i): ChangedLayer[] => {
    const was = recorded[i];
    if (was?.digest === print.digest) return [];
    // Before the next: layers that nobody has trained may all be alike.
    if (fresh.includes(path)) return [{ path, are: 'fresh' }];
    const of = now[recorded.findIndex(({ digest }) => digest === print.digest)];
    if (of !== undefined) return [{ path, are: 'of another layer', of: of.path }];
    return [{ path, are: was === undefined ? 'others' : distanceOf(was, print) }];
  });
}

/** Weights in 16 bits are this near; in 8 bits a share of their range. */
const roundedOff = 0.01;
const nearOff = 0.3;

function distanceOf(was: LayerPrint, is: LayerPrint): 'rounded' | 'near' | 'others' {
  const scale = Math.sqrt(was.sample.reduce((sum, value) => sum + value * value, 0) / was.sample.length);
  const away = Math.max(...was.sample.map((value, i) => Math.abs(value - (is.sample[i] ?? Infinity))));
  const ofNorm = Math.abs(was.norm - is.norm) / was.norm;
  if (away <= roundedOff * scale && ofNorm <= roundedOff) return 'rounded';
  return away <= nearOff * scale && ofNorm <= nearOff ? 'near' : 'others';
}
