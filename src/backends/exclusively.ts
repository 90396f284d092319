import { AsyncLocalStorage } from 'node:async_hooks';

interface Lock {
  tail: Promise<void>;
  readonly holders: AsyncLocalStorage<true>;
}

const key = Symbol.for('jest-model-regression.lock');

/**
 * Runs `work` alone: one training or probe at a time per engine. `test.concurrent` would mix seeds and tensor counts.
 * Work that is started from inside such work (a callback of `fit` that calls a probe) runs at once.
 */
export async function exclusively<T>(work: () => Promise<T>): Promise<T> {
  const lock = theLock();
  if (lock.holders.getStore() === true) return work();
  const before = lock.tail;
  let release = (): void => undefined;
  lock.tail = new Promise((resolve) => (release = resolve));
  await before;
  try {
    return await lock.holders.run(true, work);
  } finally {
    release();
  }
}

/** On `globalThis`: two copies of this module share one engine, so they must share one lock. */
function theLock(): Lock {
  const shared = globalThis as { [key]?: Lock };
  return (shared[key] ??= { tail: Promise.resolve(), holders: new AsyncLocalStorage() });
}
