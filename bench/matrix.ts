/**
 * Trains networks of all kinds and holds the two matchers against a truth that is measured independently:
 * `bench/matrix/README.md` says what is trained, what is true, and how to run it. Exit code 1 when the goal is missed.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startBackend } from '../src/backends/startBackend';
import { configurationOf } from './matrix/Configuration';
import { explainedOutcomeOf } from './matrix/outcome';
import { progressLine } from './matrix/report/progressLine';
import { figures } from './matrix/report/figures';
import { exceptions } from './matrix/report/exceptions';
import { tables } from './matrix/report/tables';
import { heldAgainst, tallyOf, uncaught } from './matrix/report/Tally';
import { type Result, runOne } from './matrix/runOne';
import { sample } from './matrix/sample';
import type { Configuration } from './matrix/Configuration';
import { inWorkers } from './shared/inWorkers';

async function only(id: string): Promise<void> {
  await startBackend({ engine: 'wasm' });
  const result = await runOne(configurationOf(id), explainedOutcomeOf);
  console.log(`${result.id}\n${figures(result)}`);
  for (const drift of result.measured.drifts)
    console.log(`  ${drift.layer}  error ${drift.error.toFixed(3)}  wander ${drift.wander.toFixed(3)}`);
  for (const { matcher } of heldAgainst)
    console.log(`\n${matcher}: ${result[matcher].said}\n${result[matcher].message}`);
}

async function all(minutes: number, seed: number, json: string | undefined): Promise<void> {
  const [started, queue, results] = [Date.now(), sample(seed), [] as Result[]];
  const total = queue.length;
  const progress = progressLine(minutes);
  let interrupted = false;
  process.once('SIGINT', () => (interrupted = true));
  const isOver = (): boolean => interrupted || Date.now() - started > minutes * 60_000;
  await inWorkers<Configuration, Result>(path.join(__dirname, 'matrix/worker.ts'), 2, {
    next: () => (isOver() ? undefined : queue.shift()),
    done: (result) => {
      results.push(result);
      progress(results);
    },
  });
  const ran = ((Date.now() - started) / 60_000).toFixed(1);
  console.log(`${results.length} of ${total} models in ${ran} minutes, seed ${seed}, WASM, two processes\n`);
  console.log(`${tables(results)}\n\n${exceptions(results)}\n`);
  if (json !== undefined) writeFileSync(json, JSON.stringify(results));
  process.exitCode = reachesGoal(results) ? 0 : 1;
}

function reachesGoal(results: readonly Result[]): boolean {
  const quiet = heldAgainst.every((held) => tallyOf(results, held).falseAlarms.length === 0);
  return quiet && uncaught(results).length === 0;
}

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    json: { type: 'string' },
  },
});
void (values.only === undefined
  ? all(Number(values.minutes), Number(values.seed), values.json)
  : only(values.only));
