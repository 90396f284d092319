import path from 'node:path';
import { isTemporary } from './temporaryName';

/** From the opening of a temporary file to its rename, in order; before and after that, nothing is under way. */
export const stages = ['opened', 'being written', 'written', 'being synced', 'synced', 'closed'] as const;
export type Stage = (typeof stages)[number];

/** Where a kill fell. */
export interface Moment {
  readonly version: number;
  readonly stage: Stage | 'opening' | 'renaming' | 'between files';
  /** What kind of file was on its way. */
  readonly target: string | undefined;
}

const stageAt: Readonly<Record<string, Moment['stage']>> = {
  '> openSync': 'opening',
  '< openSync': 'opened',
  '> writeSync': 'being written',
  '< writeSync': 'written',
  '> writeFileSync': 'being written',
  '< writeFileSync': 'written',
  '> fsyncSync': 'being synced',
  '< fsyncSync': 'synced',
  '< closeSync': 'closed',
  '> renameSync': 'renaming',
  '< renameSync': 'between files',
};

/** Reads what a process said until it was killed. */
export function momentOf(said: readonly string[]): Moment {
  let version = 0;
  let [stage, target]: [Moment['stage'], string | undefined] = ['between files', undefined];
  for (const line of said) {
    const [sign = '', operation = '', ...rest] = line.split(' ');
    const name = path.basename(rest.join(' '));
    if (sign === 'version') version = Number(operation);
    else if (isTemporary(name)) {
      stage = stageAt[`${sign} ${operation}`] ?? stage;
      target = stage === 'between files' ? undefined : targetOf(name);
    }
  }
  return { version, stage, target };
}

/** `opened` and what follows, up to the rename. */
export const isUnderWay = ({ stage }: Moment): boolean => (stages as readonly string[]).includes(stage);

const targets: readonly (readonly [RegExp, string])[] = [
  [/\.snap\./, 'snapshot'],
  [/\.png\./, 'picture'],
  [/^[0-9a-f]{64}\./, 'cache entry'],
  [/\.safetensors\./, 'side file'],
  [/^weights-/, 'shard'],
  [/^model\.json/, 'model.json'],
  [/^recording\.json/, 'recording'],
];

const targetOf = (name: string): string => targets.find(([pattern]) => pattern.test(name))![1];
