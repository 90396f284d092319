/** What `./environment` leaves in the globals of a test file for `./setup`, the first that can tell Jest what a `require` leads to. */
export interface Hosted {
  /** Files that are to be loaded here and not by Jest. */
  readonly files: readonly string[];
  readonly load: (file: string) => unknown;
  /** What modules among them get that only Jest can load. */
  readonly give: (request: string, load: () => unknown) => void;
}

const hosted = Symbol.for('jest-model-regression.hosted');

export const hostedOf = (globals: object): Hosted | undefined => (globals as { [hosted]?: Hosted })[hosted];

export function leaveHosted(globals: object, left: Hosted): void {
  Object.assign(globals, { [hosted]: left });
}
