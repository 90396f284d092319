/** The part of jest-image-snapshot that is used here. Its published types bring Jest's ambient globals into every project. */
export interface JestImageSnapshot {
  toMatchImageSnapshot(
    this: object,
    received: Buffer,
    options: Readonly<Record<string, unknown>>,
  ): { readonly pass: boolean; readonly message: () => string };
}

/**
 * What it takes for Jest's snapshot state: with its own counts, so that Jest's stay ours to keep, and under `--ci`, so that it never
 * writes a picture itself.
 */
export function standInState(): object {
  return { _counters: new Map(), _updateSnapshot: 'none', added: 0, matched: 0, unmatched: 0, updated: 0 };
}
