import { quantile } from '../../numeric/quantile';
import type { BatchNormMeasurement } from '../../probes/batchNorm/BatchNormMeasurement';
import type { Modes } from '../../probes/modes/Modes';

/**
 * How much more the means of batches differ than those of random batches can: their variance times the rows in a batch,
 * over the variance of all rows. At most 1 for rows drawn at random, however much the values of one row belong together;
 * up to the rows in a batch where each batch holds rows of one kind. The median over channels.
 */
export function unlikeness({
  population,
  batchNoise,
  inGivenOrder,
  batchSize,
}: BatchNormMeasurement): number {
  const deviations = inGivenOrder?.noiseOfMean ?? batchNoise.mean;
  const ratios = Array.from(population.variance, (variance, c) =>
    variance > 0 ? (deviations[c]! ** 2 * batchSize) / variance : 0,
  );
  return quantile(ratios, 0.5);
}

/** Beyond what chance makes of so few batches: the mean of `chi squared / degrees of freedom` and three standard deviations. */
function beyondChance(batches: number): number {
  return 1 + 3 * Math.sqrt(2 / (batches - 1));
}

/** Of calls at several places: random rows at each give at most 1. */
const unlikeCalls = 1.25;

/** Whether the batches that come of the given order are of unlike composition, in some layer. */
export function isComposed({ batchNorm }: Modes): boolean {
  return batchNorm.some((layer) => {
    const batches = layer.inGivenOrder?.batches ?? layer.batches;
    return batches > 2 && unlikeness(layer) > beyondChance(batches);
  });
}

/**
 * Layers that see unlike inputs from call to call however the rows are shuffled: they are used at several places of the model,
 * and keep one average for all of them.
 */
export function mixedLayers({ batchNorm }: Modes): readonly BatchNormMeasurement[] {
  return batchNorm.filter(
    (layer) => layer.callsPerBatch > 1 && unlikeness({ ...layer, inGivenOrder: undefined }) > unlikeCalls,
  );
}

/** Whether the fit may have had batches of unlike composition: if it was not told to shuffle, or nobody knows. */
export function isInGivenOrder(modes: Modes): boolean {
  return modes.recording?.shuffled !== true && isComposed(modes);
}

/** Whether the same rows shared a batch in every epoch, so that training mode can lean on which ones do. */
export function isInOneOrder(modes: Modes): boolean {
  return modes.recording?.shuffled === false || isInGivenOrder(modes);
}
