const events = ['uncaughtException', 'unhandledRejection'] as const;

/**
 * Takes away the process listeners that `load` adds. Emscripten adds one of each with every module; they only throw
 * again what they get, from a line of 30,000 characters that Node then prints above the error of the person's own code.
 */
export async function withoutNewProcessListeners<T>(load: () => Promise<T>): Promise<T> {
  const before = events.map((event) => new Set<unknown>(process.listeners(event as 'uncaughtException')));
  try {
    return await load();
  } finally {
    events.forEach((event, index) => {
      for (const listener of process.listeners(event as 'uncaughtException')) {
        if (before[index]?.has(listener) === false) process.removeListener(event, listener);
      }
    });
  }
}
