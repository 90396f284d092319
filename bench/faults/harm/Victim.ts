/** What the product makes of a file that was harmed: it says so, or takes it for what it was, or for something else. */
export type Verdict = 'reported' | 'harmless' | 'accepted';

/** A file that the product has written, whole. */
export interface Victim {
  readonly what: string;
  readonly file: string;
  /** Reads the file as a later run does. */
  readonly verdict: () => Promise<Verdict>;
}
