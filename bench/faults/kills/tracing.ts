/**
 * Says on descriptor 3 which file operation begins (`>`) and which has ended (`<`), and kills the process at the one that the
 * arguments name. To be imported before anything that uses `node:fs`: graceful-fs copies what it finds.
 */
import fs from 'node:fs';
import type { Stop } from './Stop';

const { openSync, writeSync } = fs;
const say = (line: string): void => {
  writeSync(3, `${line}\n`);
};

const [, , , stopText = ''] = process.argv;
const stop = stopText === '' ? undefined : (JSON.parse(stopText) as Stop);
const names = new Map<number, string>();
let operations = 0;

const killed = (): void => {
  process.kill(process.pid, 'SIGKILL');
};

/** The first half of what was to be written, to a descriptor or to a new file. */
function writeHalf([target, data]: readonly unknown[]): void {
  const half = (data as string | Uint8Array).slice(0, Math.ceil((data as string).length / 2)) as string;
  writeSync(typeof target === 'number' ? target : openSync(String(target), 'w'), half);
}

function traced(operation: keyof typeof fs & `${string}Sync`): void {
  const original = fs[operation] as unknown as (...args: unknown[]) => unknown;
  const wrapped = (...args: unknown[]): unknown => {
    const at = operations++;
    const [target] = args;
    const name = typeof target === 'number' ? (names.get(target) ?? String(target)) : String(target);
    if (stop?.operation === at && stop.moment === 'before') killed();
    say(`> ${operation} ${name}`);
    if (stop?.operation === at && stop.moment === 'within') {
      if (operation.startsWith('write')) writeHalf(args);
      killed();
    }
    try {
      const result = original(...args);
      if (operation === 'openSync') names.set(result as number, name);
      return result;
    } finally {
      say(`< ${operation} ${name}`);
      if (stop?.operation === at && stop.moment === 'after') killed();
    }
  };
  (fs as unknown as Record<string, unknown>)[operation] = wrapped;
}

for (const operation of [
  ...(['openSync', 'writeSync', 'writeFileSync', 'fsyncSync', 'closeSync'] as const),
  ...(['renameSync', 'rmSync', 'unlinkSync', 'mkdirSync'] as const),
])
  traced(operation);

/** Marks the beginning of a version. */
export function sayVersion(version: number): void {
  say(`version ${version}`);
}
