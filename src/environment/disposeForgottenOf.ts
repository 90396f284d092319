interface Disposable {
  dispose(): void;
}

/** What `train` made, and the data of fixtures. By these symbols and not by an import: see below. */
const forgotten = ['forgotten', 'fixtureData'].map((name) => Symbol.for(`jest-model-regression.${name}`));

const setsIn = (testGlobals: object): readonly Set<Disposable>[] =>
  forgotten.flatMap((key) => (testGlobals as Record<symbol, Set<Disposable> | undefined>)[key] ?? []);

/** How many things of ours a test file has not disposed of. */
export const forgottenIn = (testGlobals: object): number =>
  setsIn(testGlobals).reduce((sum, { size }) => sum + size, 0);

/**
 * Frees what we made in a test file and the file forgot. The one who frees may stand in another realm than the file, and must not load tfjs
 * for a file that has no model.
 */
export function disposeForgottenOf(testGlobals: object): void {
  for (const remaining of setsIn(testGlobals)) {
    for (const made of [...remaining]) made.dispose();
    remaining.clear();
  }
}
