interface Disposable {
  dispose(): void;
}

const key = Symbol.for('jest-model-regression.forgotten');

/**
 * What `train` made and nobody has disposed yet. On `globalThis`, so that `./setup` can free it at the end of a test
 * file without loading this package.
 */
export function forgotten(): Set<Disposable> {
  const shared = globalThis as { [key]?: Set<Disposable> };
  return (shared[key] ??= new Set());
}
