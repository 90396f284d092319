import type { Cause, CauseId } from '../../Cause';
import { causeText } from '../../text/causeText';
import { remedyText } from '../../text/remedyText';

/** A step that no experiment explains, with the causes that it may have and what would tell them apart. */
export function undetermined(share: number, candidates: readonly CauseId[], seen: string): Cause {
  return {
    id: 'undetermined',
    share,
    candidates,
    evidence: [seen, causeText.candidates(candidates)],
    remedy: [remedyText.tellApart(candidates)],
  };
}
