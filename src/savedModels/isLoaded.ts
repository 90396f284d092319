const key = Symbol.for('jest-model-regression.loaded');

/** On `globalThis`: a second copy of this module must know them too. */
function loadedModels(): WeakSet<object> {
  const shared = globalThis as { [key]?: WeakSet<object> };
  return (shared[key] ??= new WeakSet());
}

/** Whether the weights of a model are those of a file: they are the same on every machine and in every run. */
export function isLoaded(model: object): boolean {
  return loadedModels().has(model);
}

export function markLoaded(model: object): void {
  loadedModels().add(model);
}

/** For whoever changes the weights. */
export function forgetLoaded(model: object): void {
  loadedModels().delete(model);
}
