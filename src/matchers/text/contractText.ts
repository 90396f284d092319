/** Sentences about how a matcher is called. */
export const contractText = {
  asymmetric: (name: string): string =>
    `expect.${name}() cannot be used inside another matcher: it is asynchronous, and Jest would take its promise for a match that failed.\n` +
    `  Next: await expect(model).${name}() on a line of its own.`,
};
