import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '../../../src/numeric/seededRandom';
import type { MakeState } from '../snapshotRun';
import { type Kill, killed } from './killed';
import { type Moment, momentOf } from './momentOf';
import { complaintOf, type Files, filesIn, versionsOf } from './wholeness';
import type { Writing } from './Writing';
import { writings } from './writings';

/** One kill, and what came of it. */
export interface KillResult {
  readonly what: string;
  readonly kill: Kill;
  readonly moment: Moment;
  /** What was not whole afterwards, or what the next run did not make good; mostly nothing. */
  readonly complaint: string | undefined;
}

interface Plan {
  readonly kills: number;
  readonly seed: number;
  readonly makeState: MakeState;
  readonly done?: (result: KillResult) => void;
}

/** A lock that was left by a killed process is taken over after 20 s. */
const lockIsStaleMs = 21_000;

/** How many file operations, and how many milliseconds, the first few versions take. */
const span = { operations: 70, ms: 60 };

/** A folder in which a process was killed. */
interface Scene extends Omit<KillResult, 'complaint'> {
  readonly folder: string;
  readonly since: number;
}

/**
 * Kills processes that write, half of them at a random file operation and half by the clock, and looks at what they leave: every file is
 * the old one or the new one, whole, and the next run makes it the new one. Two are killed at a time; looking is done by one, as locks
 * grow stale.
 */
export async function killMany({ kills, seed, makeState, done }: Plan): Promise<readonly KillResult[]> {
  const random = seededRandom(seed);
  const kinds = writings(makeState);
  const plans = Array.from({ length: kills }, (_, i) => {
    const names = Object.keys(kinds);
    return { what: names[i % names.length]!, kill: killBy(random) };
  });
  const scenes: Promise<Scene>[] = [];
  const waiting = plans.map(({ what, kill }, i) => async () => {
    await scenes[i - 2];
    return sceneOf(what, kill);
  });
  for (const start of waiting) scenes.push(start());
  const inspect = inspector(kinds);
  const results: KillResult[] = [];
  for (const scene of scenes) {
    const result = await inspect(await scene);
    results.push(result);
    done?.(result);
  }
  return results;
}

function killBy(random: () => number): Kill {
  if (random() < 0.5) return { afterMs: random() * span.ms };
  const moment = (['before', 'within', 'after'] as const)[Math.floor(random() * 3)]!;
  return { operation: Math.floor(random() * span.operations), moment };
}

async function sceneOf(what: string, kill: Kill): Promise<Scene> {
  const folder = mkdtempSync(path.join(tmpdir(), 'killed-'));
  const moment = momentOf(await killed(what, folder, kill));
  return { what, kill, moment, folder, since: Date.now() };
}

function inspector(kinds: Readonly<Record<string, Writing>>): (scene: Scene) => Promise<KillResult> {
  const versions = new Map(Object.entries(kinds).map(([what, writing]) => [what, versionsOf(writing)]));
  return async ({ folder, since, ...scene }) => {
    const writing = kinds[scene.what]!;
    const place = writing.placeOf(folder);
    const { version } = scene.moment;
    const filesOf = versions.get(scene.what)!;
    const possible: Files[] = [];
    for (const each of writing.about(version)) possible.push(await filesOf(each));
    const complaint = complaintOf(filesIn(place), possible, writing);
    await sleep(Math.max(0, since + lockIsStaleMs - Date.now()));
    await writing.write(folder, version);
    const result = { ...scene, complaint: complaint ?? leftBehind(place, await filesOf(version), writing) };
    rmSync(folder, { recursive: true });
    return result;
  };
}

/** What the run after the kill did not make good. */
function leftBehind(place: string, expected: Files, { clearsUp }: Writing): string | undefined {
  const found = filesIn(place);
  const missing = [...expected.keys()].find((name) => found.get(name) !== expected.get(name));
  if (missing !== undefined) return `the next run did not make ${missing} the new one`;
  if (!clearsUp) return undefined;
  const all = readdirSync(place, { recursive: true, withFileTypes: true });
  const more = all.filter((entry) => entry.isFile()).length - expected.size;
  return more > 0 ? `the next run left ${more} files behind that nobody needs` : undefined;
}
