/** A thread that ends with the test file that started it. */
export interface ThreadOfRealm {
  sendHome(): Promise<void>;
}

const key = Symbol.for('jest-model-regression.threads');

/** Those that a realm has. On its `globalThis`: the one who ends a test file stands outside of it. */
export function threadsOfRealm(realm: object = globalThis): Set<ThreadOfRealm> {
  const holder = realm as { [key]?: Set<ThreadOfRealm> };
  return (holder[key] ??= new Set());
}
