import type { Look } from '../experiments/RowsSeen';
import type { Measurement } from '../modes/Measurement';
import { type FoundRepair, type Keeps, looks, type Repairs } from './FoundRepair';
import { repairOfInputs } from './repairOfInputs';
import { repairOfTargets } from './repairOfTargets';

/** What the search may cost, in predictions, where nobody asks for more; the targets take two of them. */
const [mostPredictions, ofTheTargets] = [8, 2];

/** What is known of the rows, and how far the search goes. */
export interface Known {
  /** Whether the inputs are those of the fit: then the targets are not, and otherwise it is the inputs; undefined where nobody knows. */
  readonly sameInputs: boolean | undefined;
  readonly repairs: Repairs;
  /** Whether it may cost what it will. */
  readonly thorough: boolean;
}

/**
 * What makes the data those of the fit again, if one of the usual mistakes does: classes by other numbers, targets beside other rows, inputs
 * prepared in another way. It is found when the promise is kept with it, by `predict` or at least in training mode, and chance does not
 * explain that. Costs a prediction and a pass in training mode for what is wrong with targets, and one of each for each way of preparing inputs
 * that their numbers allow, on at most 256 rows; not more than eight predictions of all rows in all, unless it is to be thorough.
 */
export async function findRepair(
  measurement: Measurement,
  keeps: Keeps,
  { sameInputs, repairs, thorough }: Known,
): Promise<FoundRepair | undefined> {
  const ofInputs = (through: readonly Look[], spent: number): Promise<FoundRepair | undefined> =>
    repairOfInputs(measurement, keeps, {
      through,
      repairs,
      predictions: thorough ? Infinity : mostPredictions - spent,
    });
  if (sameInputs === false) return ofInputs(looks, 0);
  const ofTargets = await repairOfTargets(measurement, keeps);
  if (sameInputs === true) return ofTargets;
  if (ofTargets === undefined) return ofInputs(looks, ofTheTargets);
  const rival = await ofInputs(['inference'], ofTheTargets);
  if (rival === undefined) return ofTargets;
  rival.rows.dispose();
  const rivals = [...ofTargets.found.rivals, rival.found.repair];
  return { ...ofTargets, found: { ...ofTargets.found, rivals } };
}
