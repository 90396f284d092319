import { readFileSync, writeFileSync } from 'node:fs';
import { seededRandom } from '../../../src/numeric/seededRandom';
import { anyHarm, type Harm, harmed } from './harmed';
import type { Verdict, Victim } from './Victim';

/** One harm, and what the product made of it. */
export interface HarmResult {
  readonly what: string;
  readonly harm: Harm;
  readonly verdict: Verdict;
}

interface Plan {
  readonly victims: readonly Victim[];
  readonly harms: number;
  readonly seed: number;
  readonly done?: (result: HarmResult) => void;
}

/** Harms one file after the other, each time whole again, and asks what a later run makes of it. */
export async function harmMany({ victims, harms, seed, done }: Plan): Promise<readonly HarmResult[]> {
  const random = seededRandom(seed);
  const whole = victims.map(({ file }) => readFileSync(file));
  await checkSound(victims);
  const results: HarmResult[] = [];
  for (let i = 0; i < harms; i++) {
    const { what, file, verdict } = victims[i % victims.length]!;
    const bytes = whole[i % victims.length]!;
    const harm = anyHarm(bytes.length, random);
    writeFileSync(file, harmed(bytes, harm));
    const result = { what, harm, verdict: await verdict() };
    writeFileSync(file, bytes);
    results.push(result);
    done?.(result);
  }
  await checkSound(victims);
  return results;
}

/** Before and after: a verdict that is always the same says nothing. */
async function checkSound(victims: readonly Victim[]): Promise<void> {
  for (const { what, verdict } of victims) {
    const sound = await verdict();
    if (sound !== 'harmless') throw new Error(`A whole ${what} is ${sound}.`);
  }
}
