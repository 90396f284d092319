// Two releases of the model, the second with a regression, in a git repository of their own: what the tests say about
// it, and what is still to be seen when somebody has accepted it with -u.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const here = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);
const project = mkdtempSync(path.join(here, '.walk-'));
const exitCodes = [];
let drift = '';

function run(command, ...args) {
  console.log(`\n$ ${[command, ...args].join(' ')}`);
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: project, encoding: 'utf8' });
  console.log(`${stdout}${stderr}`.trim());
  return { status, stdout };
}

const git = (...args) =>
  run(
    'git',
    '-c',
    'user.name=walk',
    '-c',
    'user.email=walk@example.org',
    '-c',
    'commit.gpgsign=false',
    '-c',
    'tag.gpgsign=false',
    ...args,
  );

function release(tag) {
  git('add', '--all');
  git('commit', '--quiet', '--message', tag);
  git('tag', tag);
}

const jest = (...args) => exitCodes.push(run('npx', 'jest', ...args).status);

try {
  for (const part of ['package.json', 'src', 'test', 'train.js'])
    cpSync(path.join(here, part), path.join(project, part), { recursive: true });
  git('init', '--quiet');

  console.log('\n--- 1.0.0: the model is trained, its predictions are written and committed');
  run('node', 'train.js');
  jest('--ci=false');
  release('v1.0.0');
  jest('--ci');

  console.log('\n--- 1.1.0: somebody leaves out a momentum. fit is as good as before; the tests are red');
  const model = path.join(project, 'src/irisModel.js');
  writeFileSync(model, readFileSync(model, 'utf8').replace('{ momentum: 0.8 }', ''));
  run('node', 'train.js');
  jest('--ci');

  console.log('\n--- ... and accepts it all the same. What is released can still be seen');
  jest('--ci=false', '-u');
  release('v1.1.0');
  drift = run('npx', 'jest-model-regression', 'drift', '--from', 'v1.0.0', '--to', 'v1.1.0').stdout;
} finally {
  rmSync(project, { recursive: true });
}

const expected = [0, 0, 1, 0];
const [, before, after] = /(\d\.\d{3}) -> (\d\.\d{3})/.exec(drift) ?? [];
const seen = Number(after) < Number(before);
const cameOut = String(exitCodes) === String(expected) && seen;
console.log(
  `\nExit codes ${exitCodes.join(', ')}, expected ${expected.join(', ')}; drift ${seen ? 'shows' : 'DOES NOT SHOW'} the accuracy that was lost: ${cameOut ? 'as it should be' : 'WRONG'}.`,
);
process.exitCode = cameOut ? 0 : 1;
