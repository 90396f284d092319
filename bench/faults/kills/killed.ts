import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Readable } from 'node:stream';
import type { Stop } from './Stop';

/** When a process is killed: by itself at a file operation, or by the clock, from the moment when it begins to write. */
export type Kill = Stop | { readonly afterMs: number };

/** What a killed process had said: which versions it began, and its file operations. */
export async function killed(what: string, folder: string, kill: Kill): Promise<readonly string[]> {
  const stop = 'operation' in kill ? [JSON.stringify(kill)] : [];
  const args = ['--import', 'tsx', path.join(__dirname, 'writer.ts'), `${what}:${folder}`, ...stop];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit', 'pipe'] });
  const ended = once(child, 'close');
  const channel = child.stdio[3] as Readable;
  let said = '';
  channel.on('data', (part: Buffer) => {
    said += String(part);
  });
  if ('afterMs' in kill) {
    await Promise.race([once(channel, 'data'), ended]);
    await sleep(kill.afterMs);
    child.kill('SIGKILL');
  }
  const [, signal] = (await ended) as [number | null, string | null];
  if (signal !== 'SIGKILL') throw new Error(`The process that writes ${what} ended by itself.`);
  return said.split('\n').slice(0, -1);
}
