/** The part of Jest's matcher context that the matchers use, the same in Jest 29.7 and 30. */
export interface MatcherContext {
  readonly isNot?: boolean;
  /** `resolves`, `rejects` or ''; absent when a matcher is used asymmetrically. */
  readonly promise?: string;
  readonly utils: {
    readonly EXPECTED_COLOR: (text: string) => string;
    readonly RECEIVED_COLOR: (text: string) => string;
    readonly matcherHint: (
      name: string,
      received?: string,
      expected?: string,
      options?: { readonly isNot?: boolean; readonly promise?: string },
    ) => string;
  };
}

/** What Jest gets. Everything in it reaches reporters through JSON, so it is small and finite. */
export interface MatcherResult {
  readonly name: string;
  readonly pass: boolean;
  readonly message: () => string;
  readonly expected?: unknown;
  readonly actual?: unknown;
}
