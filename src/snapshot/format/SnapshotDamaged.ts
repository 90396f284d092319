/** A snapshot that cannot be read, and why, as the end of a sentence: "its digest does not fit its text". */
export class SnapshotDamaged extends Error {
  constructor(readonly why: string) {
    super(`The snapshot cannot be read: ${why}.`);
  }
}
