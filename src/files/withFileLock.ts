import { setTimeout as sleep } from 'node:timers/promises';
import { lock } from 'proper-lockfile';

/**
 * A holder touches its lock every quarter of this; one that was killed does not, and after this time the next one takes over. Training
 * keeps the event loop busy for a batch at a time: a batch that takes longer costs no more than a second holder.
 */
const staleMs = 20_000;

/** Often enough for a test to go on at once, and next to no work. */
const pollMs = 50;

const isHeld = (error: unknown): boolean => (error as { code?: unknown } | null)?.code === 'ELOCKED';

/** Runs `work` while this process, or another, runs no other work under the same lock. The lock is a folder at `lockPath`. */
export async function withFileLock<T>(lockPath: string, work: () => Promise<T>): Promise<T> {
  const release = await acquired(lockPath);
  try {
    return await work();
  } finally {
    // A lock that somebody took over in the meantime is not ours to release.
    await release().catch(() => undefined);
  }
}

/** Polls by itself: the waiting of proper-lockfile would stand still under fake timers. */
async function acquired(lockPath: string): Promise<() => Promise<void>> {
  const options = {
    lockfilePath: lockPath,
    realpath: false,
    stale: staleMs,
    update: staleMs / 4,
    onCompromised: () => undefined,
  };
  for (;;) {
    try {
      return await lock(lockPath, options);
    } catch (error) {
      if (!isHeld(error)) throw error;
    }
    await sleep(pollMs);
  }
}
