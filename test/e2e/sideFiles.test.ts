import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { installedConsumers } from './harness/installed';
import { type JestRun, openProject, type Project } from './harness/Project';

describe.each(installedConsumers())('$name', (consumer) => {
  let project: Project;
  const folder = (): string => path.join(project.folder, '__snapshots__/many.test.js.predictions');
  const run = (env: Readonly<Record<string, string>> = {}, ...args: readonly string[]): Promise<JestRun> =>
    project.run({ args: ['--ci=false', '--no-color', ...args], env });

  beforeEach(() => {
    project = openProject(consumer, path.resolve(__dirname, 'projects/side-files'));
  });

  afterEach(() => {
    project.remove();
  });

  test('numbers beside a snapshot are told when they move, are damaged or are missing, come back with -u, and go with their test', async () => {
    expect((await run()).snapshots).toMatchObject({ added: 2, unmatched: 0 });
    const [name] = readdirSync(folder()) as [string];
    expect(name).toMatch(/^keeps-many-rows-1-[0-9a-f]{10}-[0-9a-f]{12}\.safetensors$/);
    const file = path.join(folder(), name);
    const whole = readFileSync(file);

    const { failures, snapshots } = await run({ BIAS: '0.5' });
    expect(snapshots).toMatchObject({ matched: 1, unmatched: 1 });
    expect(failures.join('\n')).toMatch(
      /output kind, float32 \[300, 3\]: 300 rows of 300 differ, \d+ numbers of 900/,
    );

    writeFileSync(
      file,
      whole.map((byte, at) => (at === 800 ? byte ^ 1 : byte)),
    );
    const edited = await run();
    expect([edited.exitCode, edited.failures.join('\n')]).toEqual([
      1,
      expect.stringContaining(
        `The snapshot cannot be read: its file ${name} is not the file that was written: its digest is another one, so it was edited or damaged.`,
      ),
    ]);

    rmSync(file);
    expect((await run()).failures.join('\n')).toContain(
      `The snapshot cannot be read: its file ${name} is missing.`,
    );
    expect(existsSync(folder()) && existsSync(file)).toBe(false);

    // The text in the .snap file, which is what Jest counts, is what it was.
    expect((await run({}, '-u')).snapshots).toMatchObject({ matched: 2, unmatched: 0 });
    expect(readFileSync(file).equals(whole)).toBe(true);

    expect((await run({ LESS: 'yes' })).snapshots).toMatchObject({ matched: 1, unchecked: 1 });
    expect(readdirSync(folder())).toEqual([name]);
    expect((await run({ LESS: 'yes' }, '-u')).exitCode).toBe(0);
    expect(existsSync(folder())).toBe(false);
  });
});
