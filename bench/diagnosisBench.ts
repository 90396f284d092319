/**
 * Faults injected into real trainings, and what the diagnosis names: `bench/diagnosis/README.md` says what is trained and what counts. Results
 * are kept one by one, so that an interrupted run goes on; `--fresh` begins anew.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startBackend } from '../src/backends/startBackend';
import { type Case, caseOf, cases, idOf } from './diagnosis/Case';
import { report } from './diagnosis/report';
import { type Result, runCase } from './diagnosis/runCase';
import { inWorkers } from './shared/inWorkers';

const kept = path.join(__dirname, '.diagnosis/results.jsonl');

function resultsBefore(): Result[] {
  if (!existsSync(kept)) return [];
  // The last line may be cut off.
  return readFileSync(kept, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as Result];
      } catch {
        return [];
      }
    });
}

async function all(minutes: number): Promise<void> {
  const started = Date.now();
  mkdirSync(path.dirname(kept), { recursive: true });
  const results = resultsBefore();
  const done = new Set(results.map(({ id }) => id));
  const queue = cases().filter((one) => !done.has(idOf(one)));
  const total = queue.length + results.length;
  let interrupted = false;
  process.once('SIGINT', () => (interrupted = true));
  const isOver = (): boolean => interrupted || Date.now() - started > minutes * 60_000;
  await inWorkers<Case, Result>(path.join(__dirname, 'diagnosis/worker.ts'), 2, {
    next: () => (isOver() ? undefined : queue.shift()),
    done: (result) => {
      results.push(result);
      appendFileSync(kept, `${JSON.stringify(result)}\n`);
      if (process.stderr.isTTY)
        process.stderr.write(`\r\u001b[K${results.length} of ${total}; last ${result.id}`);
    },
  });
  const ran = ((Date.now() - started) / 60_000).toFixed(1);
  console.log(
    `${results.length} of ${total} cases, ${ran} minutes of it now, WASM, node ${process.versions.node}\n`,
  );
  console.log(report(results));
}

const fiveDigits = (_: string, value: unknown): unknown =>
  typeof value === 'number' ? Number(value.toPrecision(5)) : value;

/** The report of what is in the repository. */
function reportOfSaved(): void {
  const lines = readFileSync(path.join(__dirname, 'diagnosis/results.jsonl'), 'utf8').trim().split('\n');
  const results = lines.map((line) => {
    const result = JSON.parse(line) as Result;
    return { ...result, case: caseOf(result.id) };
  });
  console.log(report(results));
}

/** What was found, into the repository: the report, and of each case what it is made of. */
function save(): void {
  const results = resultsBefore();
  const lines = results.map(({ case: _case, seconds: _seconds, ...kept }) =>
    JSON.stringify(kept, fiveDigits),
  );
  writeFileSync(path.join(__dirname, 'diagnosis/results.jsonl'), `${lines.sort().join('\n')}\n`);
  const title = `# What npm run diagnosis-bench printed\n\n${results.length} of ${cases().length} cases, WASM, node ${process.versions.node}.`;
  writeFileSync(path.join(__dirname, 'diagnosis/RESULTS.md'), `${title}\n\n${report(results)}\n`);
}

async function only(id: string): Promise<void> {
  await startBackend({ engine: 'wasm' });
  console.log(JSON.stringify(await runCase(caseOf(id), console.log), null, 2));
}

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    only: { type: 'string' },
    fresh: { type: 'boolean', default: false },
    save: { type: 'boolean', default: false },
    saved: { type: 'boolean', default: false },
  },
});
if (values.fresh) rmSync(kept, { force: true });
if (values.save) save();
else if (values.saved) reportOfSaved();
else void (values.only === undefined ? all(Number(values.minutes)) : only(values.only));
