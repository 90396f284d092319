/** Something that is on the disk in versions, 1 and up. What a version holds is made of its number alone. */
export interface Writing {
  /** Writes a version over whatever is there, as the product writes it. */
  readonly write: (folder: string, version: number) => Promise<void>;
  /** The folder that is looked at. */
  readonly placeOf: (folder: string) => string;
  /** The versions that may lie in the folder while `version` is being written. */
  readonly about: (version: number) => readonly number[];
  /** A file that may be of another version than the one beside it, because what reads both says so. */
  readonly alone: RegExp;
  /** What the next run must leave is its own version and nothing else. */
  readonly clearsUp: boolean;
}
