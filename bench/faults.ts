/**
 * Kills processes that write snapshots, saved models and cache entries, and harms files that they have written:
 *
 *     npm run faults                     1,000 kills and 1,000 harmed files, seed 1
 *     npm run faults -- 100 5000 7       100 kills, 5,000 harmed files, seed 7
 *
 * After every kill each file must be the old one or the new one, whole, and the next run must work. Every harmed file must be reported, or
 * be harmless: what is read from it is what was written. Exit code 1 where that does not hold, or where too few of the kills fell
 * between the opening of a temporary file and its rename.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { harmMany, type HarmResult } from './faults/harm/harming';
import { allVictims } from './faults/harm/victims';
import { killMany, type KillResult } from './faults/kills/killing';
import { jestStateOutside } from './faults/outsideOfJest';
import { harmTable, histogram, underWay } from './faults/report';

const [kills = 1000, harms = 1000, seed = 1] = process.argv.slice(2).map(Number);

async function allKilled(): Promise<readonly KillResult[]> {
  let done = 0;
  const results = await killMany({
    ...{ kills, seed, makeState: jestStateOutside },
    done: () => {
      if (++done % 50 === 0) console.error(`${done} of ${kills} kills looked at`);
    },
  });
  const bad = results.filter(({ complaint }) => complaint !== undefined);
  const each = [...new Set(results.map(({ what }) => what))].map(
    (kind) => `${results.filter(({ what }) => what === kind).length} while writing ${kind}`,
  );
  console.log(`${kills} kills, seed ${seed}: ${each.join(', ')}.\n\n${histogram(results)}\n`);
  console.log(`${underWay(results)} kills fell between the opening of a temporary file and its rename.`);
  console.log(
    `${bad.length} kills left a file that is neither the old one nor the new one, or a run after it that failed.`,
  );
  for (const { what, kill, complaint } of bad)
    console.log(`  ${what}, killed at ${JSON.stringify(kill)}: ${complaint!}`);
  return results;
}

async function allHarmed(): Promise<readonly HarmResult[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'harmed-'));
  const victims = await allVictims(folder, jestStateOutside);
  const results = await harmMany({ victims, harms, seed });
  rmSync(folder, { recursive: true });
  const accepted = results.filter(({ verdict }) => verdict === 'accepted');
  console.log(`\n${harms} files harmed, seed ${seed}.\n\n${harmTable(results)}\n`);
  console.log(`${accepted.length} harmed files were taken for whole.`);
  for (const { what, harm } of accepted) console.log(`  ${what}: ${JSON.stringify(harm)}`);
  return results;
}

async function main(): Promise<void> {
  const harmedFiles = await allHarmed();
  const killed = await allKilled();
  const sound =
    killed.every(({ complaint }) => complaint === undefined) &&
    harmedFiles.every(({ verdict }) => verdict !== 'accepted') &&
    underWay(killed) >= 0.3 * kills;
  process.exitCode = sound ? 0 : 1;
}

void main();
