import { closeSync, existsSync, fsyncSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';

/**
 * Lets somebody else write a file whole: `write` is told another place in the same folder, and what is there afterwards
 * takes the place of the file. (For what is written here there is `writeAtomically`; Jest's own writing can only be sent elsewhere.)
 */
export function replaceFile<T>(file: string, write: (aside: string) => T): T {
  const aside = `${file}.${process.pid}.tmp`;
  try {
    const result = write(aside);
    if (existsSync(aside)) {
      toDisk(aside);
      renameSync(aside, file);
    }
    return result;
  } finally {
    rmSync(aside, { force: true });
    removeLeftovers(file);
  }
}

function toDisk(file: string): void {
  const descriptor = openSync(file, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** What processes that were killed left behind. */
function removeLeftovers(file: string): void {
  const folder = path.dirname(file);
  if (!existsSync(folder)) return;
  const start = `${path.basename(file)}.`;
  for (const name of readdirSync(folder)) {
    const pid = name.startsWith(start) ? /^(\d+)\.tmp$/.exec(name.slice(start.length))?.[1] : undefined;
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(path.join(folder, name), { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
