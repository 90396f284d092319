import type { Revision } from './Drift';
import { DriftError } from './DriftError';
import type { Git } from './Git';

/**
 * The two revisions to compare, or all releases: `from` alone is held against HEAD, `to` alone against the tag before it, and without both
 * it is every tag that leads to HEAD, and HEAD.
 */
export function revisions(git: Git, from: string | undefined, to: string | undefined): readonly Revision[] {
  const at = (name: string): Revision => ({ name, commit: git.commit(name) });
  if (from !== undefined) return [at(from), at(to ?? 'HEAD')];
  const tags = git.tags().map(at);
  if (tags.length === 0)
    throw new DriftError(
      'There is no tag that leads to HEAD: there are no releases to compare.',
      'name two revisions: --from main~20 --to main; tags of the server come with git fetch --tags',
    );
  const last = at(to ?? 'HEAD');
  const before = tags.filter(({ commit }) => commit !== last.commit);
  return to === undefined
    ? [...before, tags.find(({ commit }) => commit === last.commit) ?? last]
    : [...before.slice(-1), last];
}
