/**
 * Breaks the product in one place after the other, in a copy, and says whether the tests of that place go red:
 *
 *     npx tsx scripts/mutants.ts               all of them
 *     npx tsx scripts/mutants.ts late          those whose row says so
 *
 * Exit code 1 where a broken version stays green, or the place that it breaks is not there any more.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Mutant } from './mutants/Mutant';
import { diskMutants } from './mutants/diskMutants';
import { mutants } from './mutants/mutants';

const root = join(__dirname, '..');
const asked = process.argv[2] ?? '';
const copy = mkdtempSync(join(tmpdir(), 'mutants-'));
const left = ['node_modules', '.git', 'dist'];
cpSync(root, copy, { recursive: true, filter: (path) => !left.includes(basename(path)) || path === root });
symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
// Types are not what is tested: a mutant that does not compile would be red for nothing.
const config = join(copy, 'jest.config.ts');
writeFileSync(
  config,
  readFileSync(config, 'utf8').replace("'ts-jest' }", "['ts-jest', { diagnostics: false }] }"),
);

function outcomeOf({ file, from, to, tests }: Mutant): 'red' | 'GREEN' | 'GONE' {
  const path = join(copy, file);
  const sound = readFileSync(path, 'utf8');
  if (!sound.includes(from)) return 'GONE';
  writeFileSync(path, sound.replace(from, to));
  const args = ['jest', '--selectProjects=unit', `--testPathPatterns=test/${tests}`];
  const { status } = spawnSync('npx', args, { cwd: copy, stdio: 'ignore', timeout: 600_000 });
  writeFileSync(path, sound);
  return status === 0 ? 'GREEN' : 'red';
}

let survivors = 0;
for (const mutant of [...mutants, ...diskMutants].filter(({ row }) => row.includes(asked))) {
  const outcome = outcomeOf(mutant);
  if (outcome !== 'red') survivors += 1;
  console.log(`${outcome.padEnd(6)}${mutant.row.padEnd(72)}test/${mutant.tests}`);
}
rmSync(copy, { recursive: true });
process.exitCode = survivors === 0 ? 0 : 1;
