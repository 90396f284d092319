import {
  appendFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { installedConsumers } from './harness/installed';
import { openProject, type JestRun, type Project } from './harness/Project';
import { watchJest } from './harness/watchJest';

/** What a file notes about the engine that it gets. */
interface Meeting {
  readonly file: string;
  /** The file that had the same engine before. */
  readonly met: string | null;
  readonly megabytes: number;
}

const original = path.join(__dirname, 'projects/hosted');

describe.each(installedConsumers())(
  '$name: one tfjs and one engine for all files of a worker',
  (consumer) => {
    async function inProject<T>(use: (project: Project) => Promise<T>): Promise<T> {
      const project = openProject(consumer, original);
      try {
        return await use(project);
      } finally {
        project.remove();
      }
    }

    /** Runs files one after the other in one process. */
    const inOrder = (
      project: Project,
      order: readonly string[],
      ...args: readonly string[]
    ): Promise<JestRun> =>
      project.run({
        args: ['--runInBand', ...args, ...order.map((name) => `${name}.test.js`)],
        env: { ORDER: order.join(',') },
      });

    test.each([
      { order: ['one', 'two'], args: [] },
      { order: ['two', 'one'], args: ['--randomize'] },
    ])('$order: neither finds what the other has left', ({ order, args }) =>
      inProject(async (project) => {
        const run = await inOrder(project, order, ...args);
        expect(run.exitCode).toBe(0);
        expect(Object.keys(run.outcomes)).toHaveLength(6);
        expect(noted(project, 'engines').map(({ file, met }) => [file, met])).toEqual([
          [order[0], null],
          [order[1], order[0]],
        ]);
        for (const name of ['trainings', 'listeners']) {
          const [first, second] = noted(project, name);
          expect(first).toBeDefined();
          expect(second).toEqual(first);
        }
      }),
    );

    test('a file that crashes leaves the engine to the next', () =>
      inProject(async (project) => {
        const run = await inOrder(project, ['crashes', 'one']);
        expect(run.outcomes).toMatchObject({
          'crashes.test.js: never runs': 'failed',
          'one.test.js: finds nothing that another file has left': 'passed',
        });
        expect(noted(project, 'engines').at(-1)).toMatchObject({ file: 'one', met: 'crashes' });
      }));

    test("what is compiled is kept in Jest's cache from run to run, and a damaged file there does no harm", () =>
      inProject(async (project) => {
        const folder = path.join(project.folder, 'cache');
        const kept = (): string[] =>
          existsSync(folder)
            ? readdirSync(folder).filter((name) => name.startsWith('model-regression-'))
            : [];
        const written = async (...args: readonly string[]): Promise<number> => {
          const start = Date.now();
          const run = await inOrder(project, ['one'], `--cacheDirectory=${folder}`, ...args);
          expect(run.exitCode).toBe(0);
          return kept().filter((name) => statSync(path.join(folder, name)).mtimeMs >= start).length;
        };
        expect([await written('--no-cache'), kept()]).toEqual([0, []]);
        expect([await written(), await written()]).toEqual([1, 0]);
        const [file = ''] = kept();
        const bytes = readFileSync(path.join(folder, file));
        writeFileSync(path.join(folder, file), bytes.fill(0, bytes.length / 2));
        expect([await written(), await written(), kept()]).toEqual([1, 0, [file]]);
      }));

    test('what a file leaves is freed: the memory of the engine does not grow from file to file', () =>
      inProject(async (project) => {
        const names = Array.from({ length: 8 }, (_, index) => `copy${index}`);
        const one = readFileSync(path.join(project.folder, 'one.test.js'));
        for (const name of names) writeFileSync(path.join(project.folder, `${name}.test.js`), one);
        expect((await inOrder(project, names)).exitCode).toBe(0);
        const sizes = noted(project, 'engines').map(({ megabytes }) => megabytes);
        // A file leaves 20 MB.
        expect(sizes.at(-1)).toBe(sizes[1]);
      }));

    test.each(['breaks', 'traps', 'grows'])('an engine that a file %s is not handed on', (name) =>
      inProject(async (project) => {
        const run = await inOrder(project, [name, 'one']);
        expect(run.exitCode).toBe(0);
        expect(noted(project, 'engines').at(-1)).toMatchObject({ file: 'one', met: null });
      }),
    );

    test('what still computes when its file has ended is told so, and touches no other file', () =>
      inProject(async (project) => {
        const run = await inOrder(project, ['stillTrains', 'one', 'two']);
        expect(run.exitCode).toBe(0);
        expect(noted(project, 'engines').map(({ met }) => met)).toEqual([null, 'stillTrains', 'one']);
        const told: unknown = expect.stringMatching(
          /still computes .* has ended: .*stillTrains\.test\.js\.\nNext: await/,
        );
        expect(noted(project, 'late')).toEqual([told, told]);
      }));

    test('resetting modules, and mocking them', () =>
      inProject(async (project) => {
        expect((await inOrder(project, ['resets', 'mocks'])).outcomes).toEqual({
          'resets.test.js: has one tfjs also after the modules are reset': 'passed',
          'mocks.test.js: mocks a module that is hosted': 'passed',
          'mocks.test.js: mocks it otherwise once the modules are reset': 'passed',
        });
      }));

    test('of our modules, those behind what a test file does not use are not evaluated', () =>
      inProject(async (project) => {
        const ours = 'node_modules/jest-model-regression';
        const copy = path.join(project.folder, ours);
        cpSync(path.join(consumer.folder, ours), copy, { recursive: true, dereference: true });
        for (const name of ['diagnosis/diagnose.js', 'training/saveModel.js', 'matchers/index.js'])
          appendFileSync(path.join(copy, 'dist', name), `\nthrow new Error('evaluated ${name}');`);
        expect((await inOrder(project, ['uses'])).outcomes).toEqual({
          'uses.test.js: train': 'passed',
          'uses.test.js: diagnose': 'failed',
        });
      }));

    test('watch mode starts each run without what the last has left', () =>
      inProject(async (project) => {
        const runs = await watchJest(consumer, project.folder, {
          args: ['one.test.js'],
          runs: 3,
          between: () => {
            writeFileSync(
              path.join(project.folder, 'found.js'),
              `${readFileSync(path.join(project.folder, 'found.js'), 'utf8')}\n`,
            );
          },
        });
        expect(runs.map((text) => /Tests: .*/.exec(text)?.[0])).toEqual(
          Array(3).fill(expect.stringContaining('3 passed, 3 total')),
        );
      }));

    test('hosted: false lets each file start its own', () =>
      inProject(async (project) => {
        const options = JSON.stringify({ modelRegression: { hosted: false } });
        const run = await inOrder(project, ['one', 'two'], `--testEnvironmentOptions=${options}`);
        expect(run.exitCode).toBe(0);
        expect(noted(project, 'engines').map(({ met }) => met)).toEqual([null, null]);
      }));
  },
);

describe.each(installedConsumers())('$name: what a test file leaves in tfjs', (consumer) => {
  const said =
    'This test file has left 13 tensors (20.0 MB, 1 variable among them) in TensorFlow.js; the memory';

  test('is not told of what this package made, which is freed by itself', async () => {
    const project = openProject(consumer, original);
    try {
      const options = JSON.stringify({ modelRegression: { leaks: 'fail' } });
      const run = await project.run({ args: ['leavesOurs.test.js', `--testEnvironmentOptions=${options}`] });
      expect(run.exitCode).toBe(0);
      expect(run.stderr).not.toContain('This test file has left');
    } finally {
      project.remove();
    }
  });

  test.each([
    { leaks: 'report', exitCode: 0, isSaid: true },
    { leaks: 'fail', exitCode: 1, isSaid: true },
    { leaks: 'ignore', exitCode: 0, isSaid: false },
  ])('leaks: $leaks', async ({ leaks, exitCode, isSaid }) => {
    const project = openProject(consumer, original);
    try {
      const options = JSON.stringify({ modelRegression: { leaks } });
      const run = await project.run({ args: ['one.test.js', `--testEnvironmentOptions=${options}`] });
      expect(run.exitCode).toBe(exitCode);
      expect(run.stderr.includes(said)).toBe(isSaid);
      expect(run.stderr.split('Next: dispose of')).toHaveLength(isSaid ? 2 : 1);
      expect(run.stderr.includes('is in one realm with tfjs: 4 more than before')).toBe(isSaid);
      expect(Object.values(run.outcomes)).toEqual(['passed', 'passed', 'passed']);
    } finally {
      project.remove();
    }
  });
});

// Jest 29.7 looks a moment too early, in its own environment as well.
describe.each(installedConsumers().filter(({ name }) => name.startsWith('Jest 30')))('$name', (consumer) => {
  test('--detectLeaks finds nothing that holds on to a file, neither the engine nor threads', async () => {
    const project = openProject(consumer, original);
    try {
      const order = ['one', 'trainsOnThreads'];
      const args = ['--runInBand', '--detectLeaks', ...order.map((name) => `${name}.test.js`)];
      const run = await project.run({ args, env: { ORDER: order.join(',') } });
      expect(run.stderr).not.toContain('is leaking memory');
      expect(run.exitCode).toBe(0);
    } finally {
      project.remove();
    }
  });
});

function noted(project: Project, name: string): readonly Meeting[] {
  const file = path.join(project.folder, `${name}.jsonl`);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Meeting);
}
