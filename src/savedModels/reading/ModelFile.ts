import type { ModelPlace } from './modelPlace';
import type { Shard } from './shardPath';
import type { WeightSpec } from './WeightSpec';

/** Some weights one after the other, in some files one after the other. */
export interface WeightGroup {
  readonly shards: readonly Shard[];
  readonly weights: readonly WeightSpec[];
}

/** What a `model.json` says, checked as far as that goes without the model. */
export interface ModelFile {
  readonly place: ModelPlace;
  /** The other fields, as they are. */
  readonly content: Readonly<Record<string, unknown>>;
  readonly groups: readonly WeightGroup[];
  /** The digest of a file that saveModel wrote. */
  readonly integrity: string | undefined;
}
