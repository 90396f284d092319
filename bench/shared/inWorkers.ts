import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

export interface Supply<Job, Result> {
  /** The next job; undefined when there is none, or the time is over. */
  readonly next: () => Job | undefined;
  readonly done: (result: Result, job: Job) => void;
}

/** Does jobs in `count` processes of a program until there is no next one; those under way are finished. */
export async function inWorkers<Job extends object, Result>(
  program: string,
  count: number,
  supply: Supply<Job, Result>,
): Promise<void> {
  await Promise.all(Array.from({ length: count }, () => oneWorker(program, supply)));
}

async function oneWorker<Job extends object, Result>(
  program: string,
  { next, done }: Supply<Job, Result>,
): Promise<void> {
  const child = fork(program);
  try {
    await reply(child, 'its start');
    for (let job = next(); job !== undefined; job = next()) {
      child.send(job);
      done((await reply(child, JSON.stringify(job))) as Result, job);
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
      throw new Error(`A worker died at ${at} with exit code ${String(code)}.`);
    });
    // The one that loses is aborted below: nobody waits for it.
    death.catch(() => undefined);
    return await Promise.race([message, death]);
  } finally {
    listening.abort();
  }
}
