import { OutputComparer } from '../snapshot/compare/OutputComparer';
import { SnapshotDamaged } from '../snapshot/format/SnapshotDamaged';
import type { OutputNumbers, PredictionSnapshot } from '../snapshot/PredictionSnapshot';
import type { Drift, OutputDrift, Revision, TestDrift } from './Drift';
import type { Git } from './Git';
import { numbersOf } from './numbersOf';
import { type Pair, pairs } from './pairs';
import { snapshotsAt, type SnapshotAt } from './snapshotsAt';

/** What moved between two revisions, test by test. */
export function driftBetween(git: Git, from: Revision, to: Revision): Drift {
  const [before, after] = [snapshotsAt(git, from.commit), snapshotsAt(git, to.commit)];
  const names = new Map([from, to].map(({ name, commit }) => [commit, name]));
  const tests = pairs(before, after, git.renames(from.commit, to.commit)).map((pair) =>
    testDrift(git, pair, names),
  );
  return { from, to, tests };
}

function testDrift(git: Git, { from, to }: Pair, names: ReadonlyMap<string, string>): TestDrift {
  if (from === undefined || to === undefined) {
    const { file, key } = (to ?? from)!;
    return { kind: from === undefined ? 'added' : 'removed', file, test: key };
  }
  const { file, key: test } = to;
  const renamed = from.file !== file || from.key !== test;
  const named = { file, test, ...(renamed ? { renamedFrom: { file: from.file, test: from.key } } : {}) };
  const read: (readonly OutputNumbers[])[] = [];
  for (const each of [from, to]) {
    try {
      read.push(numbersOf(git, each));
    } catch (error) {
      if (!(error instanceof SnapshotDamaged)) throw error;
      return { kind: 'unreadable', revision: names.get(each.commit)!, why: error.why, ...named };
    }
  }
  const [before, after] = read as [readonly OutputNumbers[], readonly OutputNumbers[]];
  const matched = inOrderOf(before, after);
  if (matched === undefined)
    return { kind: 'other outputs', from: shapesOf(before), to: shapesOf(after), ...named };
  const outputs = before.map((output, i) => outputDrift(output, matched[i]!));
  return { kind: 'compared', outputs, changed: changes(from, to), ...named };
}

/** By name where all names are there, else one by one: tfjs numbers layers without a name by how many there were before. */
function inOrderOf(
  before: readonly OutputNumbers[],
  after: readonly OutputNumbers[],
): readonly OutputNumbers[] | undefined {
  const byName = before.map(({ name }) => after.find((output) => output.name === name));
  const ordered = byName.every((output) => output !== undefined) ? byName : after;
  const fit =
    before.length === after.length &&
    before.every((output, i) => shapesOf([output]) === shapesOf([ordered[i]!]));
  return fit ? ordered : undefined;
}

const shapesOf = (outputs: readonly OutputNumbers[]): string =>
  outputs.map(({ dtype, shape }) => `${dtype} [${shape.join(', ')}]`).join(', ');

/** The labels may have come later: they are those of the rows, and the rows are the same. */
function outputDrift(before: OutputNumbers, after: OutputNumbers): OutputDrift {
  const labels = after.labels ?? before.labels;
  const comparer = new OutputComparer(
    { ...after, ...(labels === undefined ? {} : { labels }) },
    { atol: 0, rtol: 0 },
  );
  comparer.add(0, before.values);
  const { rows, columns, largest, mean, flips, decisions, accuracy } = comparer.result();
  const measured = { output: after.name, rows, columns, largest, mean, flips, decisions };
  if (accuracy === undefined) return measured;
  return { ...measured, accuracy: { from: accuracy.stored, to: accuracy.predicted } };
}

function changes(from: SnapshotAt, to: SnapshotAt): readonly string[] {
  const [before, after] = [from.snapshot, to.snapshot] as [PredictionSnapshot, PredictionSnapshot];
  const names = ['engine', 'device', 'weights'] as const;
  const told = names
    .filter((name) => before.environment[name] !== after.environment[name])
    .map((name) => `${name} ${before.environment[name]} -> ${after.environment[name]}`);
  return [...(before.inputs === after.inputs ? [] : ['other inputs']), ...told];
}
