const forgotten = Symbol.for('jest-model-regression.forgotten');

/** What `train` made in a test file and nobody has disposed. */
export function forgottenIn(testGlobals: object): Set<{ dispose(): void }> {
  return (testGlobals as { [forgotten]?: Set<{ dispose(): void }> })[forgotten] ?? new Set();
}

/**
 * Frees what `train` made in a test file and the file forgot. It goes by the symbol and not by an import: the one who
 * frees may stand in another realm than the file, and must not load tfjs for a file that has no model.
 */
export function disposeForgottenOf(testGlobals: object): void {
  const remaining = forgottenIn(testGlobals);
  for (const made of [...remaining]) made.dispose();
  remaining.clear();
}
