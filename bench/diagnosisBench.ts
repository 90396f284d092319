/**
 * Faults injected into real trainings, and what the diagnosis names: `bench/diagnosis/README.md` says what is trained and what counts. Results
 * are kept one by one, so that an interrupted run goes on; `--fresh` begins anew.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startBackend } from '../src/backends/startBackend';
import { type Case, cases, idOf } from './diagnosis/Case';
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

async function only(id: string): Promise<void> {
  await startBackend({ engine: 'wasm' });
  const found = cases().find((one) => idOf(one) === id);
  if (found === undefined) throw new Error(`There is no case ${id}, e.g. ${idOf(cases()[0]!)}`);
  console.log(JSON.stringify(await runCase(found), null, 2));
}

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    only: { type: 'string' },
    fresh: { type: 'boolean', default: false },
  },
});
if (values.fresh) rmSync(kept, { force: true });
void (values.only === undefined ? all(Number(values.minutes)) : only(values.only));
