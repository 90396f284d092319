import { describe, expect, test } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { installedConsumers } from './harness/installed';
import { openProject, type Project } from './harness/Project';
import type { SnapshotCounts } from './harness/readReport';

interface Step {
  readonly args?: readonly string[];
  /** How far the predictions are moved. */
  readonly shift?: number;
  readonly env?: Readonly<Record<string, string>>;
}

interface Situation {
  readonly situation: string;
  readonly scenario: string;
  readonly steps: readonly Step[];
  readonly files?: 'one' | 'two';
  /** Why Jest itself is no measure where snapshots fail. */
  readonly lost?: string;
  /** Whether pictures are taken too: their counting is their own only where these say so. */
  readonly pictures?: true;
}

const writes: Step = {};

/** What a snapshot is taken with: Jest's own matcher, which is the measure, and ours. */
const kinds = ['jests', 'ours', 'pictures'] as const;

/** Every row of the life of a snapshot. Each step is one run of Jest. */
const situations: readonly Situation[] = [
  {
    situation: 'written first, the same later, moved, updated, and the same again',
    scenario: 'several',
    steps: [writes, {}, { shift: 1 }, { shift: 1, args: ['-u'] }, { shift: 1 }],
  },
  {
    situation: 'in CI: none is written, there they match, moved they fail',
    scenario: 'several',
    pictures: true,
    steps: [{ args: ['--ci'] }, writes, { args: ['--ci'] }, { args: ['--ci'], shift: 1 }],
  },
  {
    situation: 'a new one and an obsolete one, with and without --ci, and obsolete ones removed',
    scenario: 'several',
    pictures: true,
    steps: [
      writes,
      { env: { LESS: 'yes', MORE: 'yes' }, args: ['--ci'] },
      { env: { LESS: 'yes', MORE: 'yes' } },
      { env: { LESS: 'yes', MORE: 'yes' }, args: ['-u'] },
    ],
  },
  {
    situation: 'some tests only, by name',
    scenario: 'several',
    steps: [
      writes,
      { args: ['-t', 'keeps'], shift: 1 },
      { args: ['-t', 'moves', '-u'], shift: 1 },
      { shift: 1, env: { LESS: 'yes' }, args: ['-t', 'moves', '-u'] },
    ],
  },
  {
    situation: 'one of two files, by shard',
    scenario: 'several',
    files: 'two',
    steps: [{ args: ['--shard=1/2'] }, { args: ['--shard=2/2'] }, { args: ['--shard=1/2', '-u'], shift: 1 }],
  },
  {
    situation: 'tests that run beside one another',
    scenario: 'concurrent',
    lost: 'what toMatchSnapshot finds in one test is put down to another, and a red test may stay green',
    pictures: true,
    steps: [writes, {}, { shift: 1 }, { shift: 1, args: ['-u'] }],
  },
  {
    situation: 'tests that are tried again',
    scenario: 'retry',
    pictures: true,
    steps: [{ args: ['--ci'] }, writes, {}, { args: ['-u'] }],
  },
  {
    situation: 'tests that are meant to fail',
    scenario: 'failing',
    steps: [writes, {}, { shift: 1 }, { shift: 1, args: ['-u'] }],
  },
  {
    situation: 'several in one test',
    scenario: 'together',
    steps: [writes, {}, { shift: 1 }, { shift: 1, args: ['-u'] }],
  },
];

interface Seen {
  readonly exitCode: number | null;
  readonly outcomes: Readonly<Record<string, string>>;
  readonly counts: SnapshotCounts;
  /** The keys of every `.snap` file, and whether its bytes are those of before. */
  readonly files: Readonly<Record<string, { readonly keys: readonly string[]; readonly untouched: boolean }>>;
}

describe.each(installedConsumers())('$name', (consumer) => {
  test.each(situations)(
    '$situation: as with toMatchSnapshot',
    async ({ scenario, steps, files, lost, pictures }) => {
      const original = path.resolve(__dirname, 'projects/snapshot-life');
      const taken = kinds.filter((kind) => kind !== 'pictures' || pictures === true);
      const projects = taken.map((kind) => ({ kind, project: openProject(consumer, original) }));
      try {
        for (const [at, step] of steps.entries()) {
          const runs = projects.map(({ kind, project }) => seen(project, kind, scenario, step, files));
          const [expected, ...matchers] = (await Promise.all(runs)) as [Seen, ...Seen[]];
          matchers.forEach((seen, i) => {
            const kind = taken[i + 1];
            if (lost !== undefined && expected.exitCode === 1) expectAllRed(seen);
            else expect({ at, kind, ...seen }).toEqual({ at, kind, ...expected });
          });
        }
      } finally {
        for (const { project } of projects) project.remove();
      }
    },
  );
});

/** Every test whose snapshots have moved, and no more than those that moved. */
function expectAllRed({ outcomes, counts, files }: Seen): void {
  expect(new Set(Object.values(outcomes))).toEqual(new Set(['failed']));
  expect(counts).toMatchObject({ added: 0, updated: 0, unchecked: 0 });
  expect(counts.unmatched).toBeGreaterThan(0);
  expect(Object.values(files).every(({ untouched }) => untouched)).toBe(true);
}

async function seen(
  project: Project,
  KIND: (typeof kinds)[number],
  SCENARIO: string,
  { args = [], shift = 0, env = {} }: Step,
  files: Situation['files'],
): Promise<Seen> {
  const before = snapFiles(project.folder);
  const { exitCode, outcomes, snapshots } = await project.run({
    // Not --ci unless a step says so: Jest would think of it by itself where CI is set.
    args: [...(files === 'two' ? [] : ['life']), '--ci=false', ...args],
    env: { ...env, KIND, SCENARIO, SHIFT: String(shift) },
  });
  const after = snapFiles(project.folder);
  return {
    exitCode,
    outcomes,
    counts: snapshots,
    files: Object.fromEntries(
      Object.entries(after).map(([name, text]) => [
        name,
        { keys: keysOf(text), untouched: text === before[name] },
      ]),
    ),
  };
}

function snapFiles(folder: string): Readonly<Record<string, string>> {
  const snapshots = path.join(folder, '__snapshots__');
  if (!existsSync(snapshots)) return {};
  return Object.fromEntries(
    readdirSync(snapshots)
      .filter((name) => name.endsWith('.snap'))
      .map((name) => [name, readFileSync(path.join(snapshots, name), 'utf8')]),
  );
}

const keysOf = (text: string): readonly string[] =>
  [...text.matchAll(/^exports\[`(.*)`\]/gm)].map(([, key]) => key!);
