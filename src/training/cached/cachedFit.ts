import type { LayersModel } from '@tensorflow/tfjs';
import { sayOnce } from '../../backends/sayOnce';
import type { BackendReport } from '../../backends/Backend';
import { cacheFolder } from '../../cache/cacheFolder';
import { madeOnce } from '../../cache/madeOnce';
import { exactJson } from '../../files/json/exactJson';
import { sha256 } from '../../files/sha256';
import type { HeldRows } from '../../input/HeldRows';
import type { Recording } from '../../probes/recording/Recording';
import type { TrainOptions } from '../TrainOptions';
import { withoutAutomaticNames } from './automaticNames';
import { restoreTrained } from './restoreTrained';
import { trainedEntry } from './trainedEntry';
import { trainingFacts } from './trainingFacts';

/**
 * What `fit` does to a compiled model, from the cache where the same training has been done before: by this process, an earlier one, or
 * another that is at it.
 */
export async function cachedFit(
  model: LayersModel,
  rows: HeldRows,
  options: TrainOptions,
  circumstances: { readonly report: BackendReport; readonly drawn: number },
  fit: () => Promise<Recording>,
): Promise<Recording> {
  const facts = await trainingFacts(model, rows, options, circumstances);
  const { text, names } = withoutAutomaticNames(exactJson(facts));
  const about = {
    parameters: model.countParams(),
    layers: model.layers.length,
    rows: rows.count,
    epochs: options.epochs ?? 1,
    engine: circumstances.report.engine,
  };
  return madeOnce(sha256(text), {
    use: async (entry) => restoreTrained(model, entry, names),
    make: async () => {
      const recording = await fit();
      return { value: recording, entry: await trainedEntry(model, recording, names, about) };
    },
    unused: (why) => {
      sayOnce(`the trained model is not kept in ${cacheFolder()}: ${why}`);
    },
  });
}
