const forgotten = Symbol.for('jest-model-regression.forgotten');

/**
 * Frees what `train` made in a test file and the file forgot. It goes by the symbol and not by an import: the one who
 * frees may stand in another realm than the file, and must not load tfjs for a file that has no model.
 */
export function disposeForgottenOf(testGlobals: object): void {
  const remaining = (testGlobals as { [forgotten]?: Set<{ dispose(): void }> })[forgotten];
  for (const made of [...(remaining ?? [])]) made.dispose();
  remaining?.clear();
}
