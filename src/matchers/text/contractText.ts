/** Sentences about how a matcher is called. */
export const contractText = {
  asymmetric: (name: string): string =>
    `expect.${name}() cannot be used inside another matcher: it is asynchronous, and Jest would take its promise for a match that failed.\n` +
    `  Next: await expect(model).${name}() on a line of its own.`,
  snapshotNegated: (name: string): string =>
    `Snapshot matchers cannot be used with .not: that a prediction has moved says nothing about where it should be.\n` +
    `  Next: await expect(model).${name}(inputs), or hold the numbers against a bound of your own.`,
  noSnapshotState: (name: string): string =>
    `${name} needs the snapshots of a test that is running, and there is none.\n` +
    `  Next: call it inside test(...), under Jest.`,
};
