import type { ModeWatcher } from './Survey';

/** Shows every batch to several watchers, one after the other. */
export function watchedBy(...watchers: readonly ModeWatcher[]): ModeWatcher {
  return {
    training: async (...shown) => {
      for (const watcher of watchers) await watcher.training?.(...shown);
    },
    inGivenOrder: async (...shown) => {
      for (const watcher of watchers) await watcher.inGivenOrder?.(...shown);
    },
    inference: async (...shown) => {
      for (const watcher of watchers) await watcher.inference(...shown);
    },
  };
}
