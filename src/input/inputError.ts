/** What went wrong with something that a user passed in. */
export interface BadInput {
  /** The option or subject, as the user would write it. */
  readonly what: string;
  readonly given: string;
  readonly allowed: string;
  readonly next: string;
}

/** The one form of every complaint about input: what, what was given, what is allowed, what to do next. */
export function inputError({ what, given, allowed, next }: BadInput): TypeError {
  return new TypeError(`${what} is ${given}.\n  Allowed: ${allowed}.\n  Next: ${next}.`);
}
