import type { Modes } from '../../../probes/modes/Modes';
import type { ChangedLayer } from '../../../probes/recording/weightFindings';
import type { Cause } from '../../Cause';
import { weightsText } from '../../text/weightsText';

/** Weights are not those that the fit ended with: which, and what became of them. Undefined where they are, or nobody can tell. */
export function otherWeights(share: number, { weights, sameWeights }: Modes): Cause | undefined {
  if (weights === undefined) return undefined;
  const { changed, fresh, layers } = weights;
  if (sameWeights === undefined)
    return fresh.length > 0
      ? { id: 'weights-not-loaded', share, ...weightsText.fresh(fresh, layers, 'unrecorded') }
      : undefined;
  if (changed === undefined || changed.length === 0) return undefined;
  const all = (are: ChangedLayer['are']): boolean => changed.every((layer) => layer.are === are);
  const of = (are: ChangedLayer['are']): readonly string[] =>
    changed.filter((layer) => layer.are === are).map(({ path }) => path);
  if (changed.some(({ are }) => are === 'of another layer'))
    return { id: 'weights-permuted', share, ...weightsText.permuted(changed) };
  if (of('fresh').length > 0)
    return { id: 'weights-not-loaded', share, ...weightsText.fresh(of('fresh'), layers, 'recorded') };
  if (all('rounded')) return { id: 'converted-model', share, ...weightsText.rounded(changed.length, layers) };
  const areNear = changed.every(({ are }) => are === 'near' || are === 'rounded');
  return areNear && 2 * changed.length > layers
    ? { id: 'averaged-weights', share, ...weightsText.near(changed.length, layers) }
    : { id: 'weights-not-loaded', share, ...weightsText.others(changed, layers) };
}
