import type { Look } from '../experiments/RowsSeen';
import type { Measurement } from '../modes/Measurement';
import { type FoundRepair, type Keeps, looks, type Repairs } from './FoundRepair';
import { repairOfInputs } from './repairOfInputs';
import { repairOfTargets } from './repairOfTargets';

/**
 * What makes the data those of the fit again, if one of the usual mistakes does: classes by other numbers, targets beside other rows, inputs
 * prepared in another way. It is found when the promise is kept with it, by `predict` or at least in training mode, and chance does not
 * explain that. Costs a prediction and a pass in training mode for what is wrong with targets, and one of each for each way of preparing inputs
 * that their numbers allow, on at most 256 rows.
 *
 * @param known `sameInputs`: whether the inputs are those of the fit: then the targets are not, and otherwise it is the inputs; undefined
 *   where nobody knows
 */
export async function findRepair(
  measurement: Measurement,
  keeps: Keeps,
  { sameInputs, repairs }: { readonly sameInputs: boolean | undefined; readonly repairs: Repairs },
): Promise<FoundRepair | undefined> {
  const ofInputs = (through: readonly Look[]): Promise<FoundRepair | undefined> =>
    repairOfInputs(measurement, keeps, through, repairs);
  if (sameInputs === false) return ofInputs(looks);
  const ofTargets = await repairOfTargets(measurement, keeps);
  if (sameInputs === true) return ofTargets;
  if (ofTargets === undefined) return ofInputs(looks);
  const rival = await ofInputs(['inference']);
  if (rival === undefined) return ofTargets;
  rival.rows.dispose();
  const rivals = [...ofTargets.found.rivals, rival.found.repair];
  return { ...ofTargets, found: { ...ofTargets.found, rivals } };
}
