/** A question that git cannot answer, and what to do about it. */
export class DriftError extends Error {
  constructor(what: string, next: string) {
    super(`${what}\n  Next: ${next}`);
  }
}
