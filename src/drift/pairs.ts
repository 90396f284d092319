import type { SnapshotAt } from './snapshotsAt';

/** The same test in two revisions, or in one of them alone. */
export interface Pair {
  readonly from: SnapshotAt | undefined;
  readonly to: SnapshotAt | undefined;
}

/**
 * Which snapshot of one revision is which of the other: of the same name in the same file, the file followed where git finds it renamed;
 * else the only one that is left with the same inputs and outputs of the same shapes, under another name.
 */
export function pairs(
  from: readonly SnapshotAt[],
  to: readonly SnapshotAt[],
  renames: ReadonlyMap<string, string>,
): readonly Pair[] {
  const id = (file: string, key: string): string => JSON.stringify([file, key]);
  const before = new Map(from.map((each) => [id(each.file, each.key), each]));
  const found = new Map<SnapshotAt, SnapshotAt>();
  for (const each of to) {
    const same =
      before.get(id(each.file, each.key)) ?? before.get(id(renames.get(each.file) ?? '', each.key));
    if (same !== undefined) found.set(each, same);
  }
  const taken = new Set(found.values());
  const gone = from.filter((each) => !taken.has(each));
  const come = to.filter((each) => !found.has(each));
  for (const each of come) {
    const alike = gone.filter((other) => likeness(other) === likeness(each));
    const rivals = come.filter((other) => likeness(other) === likeness(each));
    if (alike.length === 1 && rivals.length === 1) found.set(each, alike[0]!);
  }
  const paired = new Set(found.values());
  return [
    ...to.map((each) => ({ from: found.get(each), to: each })),
    ...from.filter((each) => !paired.has(each)).map((each) => ({ from: each, to: undefined })),
  ];
}

/** What a test keeps when it is renamed: what it feeds its model, and what comes out in shape. One that cannot be read is like no other. */
function likeness({ snapshot, file, key, commit }: SnapshotAt): string {
  if (snapshot === undefined) return JSON.stringify([commit, file, key]);
  return JSON.stringify([snapshot.inputs, snapshot.outputs.map(({ shape, dtype }) => [shape, dtype])]);
}
