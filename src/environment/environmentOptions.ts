const leaks = ['report', 'fail', 'ignore'] as const;

/** `testEnvironmentOptions: { modelRegression: { ... } }` in Jest's configuration, or in a file's `@jest-environment-options`. */
export interface EnvironmentOptions {
  /**
   * Whether TensorFlow.js and this package are compiled once in a worker, and one WASM engine serves all of its test files. `false`: each
   * file loads them and starts its own, as in any other environment. Default: true
   */
  readonly hosted: boolean;
  /** What is to happen when a test file leaves tensors: a warning ('report', default), a test file that fails ('fail'), or nothing. */
  readonly leaks: (typeof leaks)[number];
}

const next = "Next: correct it in testEnvironmentOptions of Jest's configuration.";

/** @throws TypeError for a name or a value that is not allowed */
export function environmentOptions(given: unknown): EnvironmentOptions {
  const wrong = (what: string, value: unknown, allowed: string): never => {
    throw new TypeError(`${what} is ${JSON.stringify(value)}.\nAllowed: ${allowed}.\n${next}`);
  };
  if (given === undefined) return { hosted: true, leaks: 'report' };
  if (typeof given !== 'object' || given === null)
    return wrong('modelRegression', given, '{ hosted, leaks }');
  const { hosted = true, leaks: asked = 'report', ...others } = given as Partial<EnvironmentOptions>;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) wrong('An option in modelRegression', unknown, 'hosted, leaks');
  if (typeof hosted !== 'boolean') wrong('modelRegression.hosted', hosted, 'true (default), false');
  if (!leaks.includes(asked)) wrong('modelRegression.leaks', asked, "'report' (default), 'fail', 'ignore'");
  return { hosted, leaks: asked };
}
