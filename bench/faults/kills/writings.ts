import type { MakeState } from '../snapshotRun';
import { cacheEntries } from './cacheEntries';
import { savedModels } from './savedModels';
import { snapshots } from './snapshots';
import type { Writing } from './Writing';

/** All that the product keeps on the disk. */
export const writings = (makeState: MakeState): Readonly<Record<string, Writing>> => ({
  snapshots: snapshots(makeState),
  'saved models': savedModels,
  'cache entries': cacheEntries,
});
