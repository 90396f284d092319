import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type Configuration, idOf } from './Configuration';
import type { Result } from './runOne';

export interface Supply {
  /** The next configuration; undefined when the time is over. */
  readonly next: () => Configuration | undefined;
  readonly done: (result: Result) => void;
}

/** Runs configurations in `count` processes until there is no next one; those under way are finished. */
export async function inWorkers(count: number, supply: Supply): Promise<void> {
  await Promise.all(Array.from({ length: count }, () => oneWorker(supply)));
}

async function oneWorker({ next, done }: Supply): Promise<void> {
  const child = fork(join(__dirname, 'worker.ts'));
  try {
    await reply(child, 'its start');
    for (let configuration = next(); configuration !== undefined; configuration = next()) {
      child.send(configuration);
      done((await reply(child, idOf(configuration))) as Result);
    }
  } finally {
    child.kill();
  }
}

/** The next message of a process, or an error if it dies before. */
async function reply(child: ChildProcess, at: string): Promise<unknown> {
  const listening = new AbortController();
  const { signal } = listening;
  try {
    const message = once(child, 'message', { signal }).then(([first]: unknown[]) => first);
    const death = once(child, 'exit', { signal }).then(([code]: unknown[]) => {
      throw new Error(`A worker of the matrix died at ${at} with exit code ${String(code)}.`);
    });
    // The one that loses is aborted below: nobody waits for it.
    death.catch(() => undefined);
    return await Promise.race([message, death]);
  } finally {
    listening.abort();
  }
}
