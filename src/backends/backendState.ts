import type { BackendReport } from './Backend';

interface BackendState {
  starting?: Promise<BackendReport> | undefined;
  report?: BackendReport | undefined;
}

const stateKey = Symbol.for('jest-model-regression.backend');

/** On the global object: two copies of this module (require and import, jest.resetModules) must agree on what runs. */
export function backendState(): BackendState {
  const holder = globalThis as { [stateKey]?: BackendState };
  return (holder[stateKey] ??= {});
}
