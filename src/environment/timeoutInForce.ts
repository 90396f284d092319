/** What `./environment` leaves in a test file's globals for `./setup`: only the environment sees Jest's configuration. */
export interface TimeoutInForce {
  /** Jest applies the run's own `testTimeout` by itself. */
  readonly ofRun: number | undefined;
  /** Jest ignores a project's, also one that came with a preset. Jest 29.7 does not even pass it on. */
  readonly ofProject: number | undefined;
}

/** Where it is left. */
export const timeoutInForce = Symbol.for('jest-model-regression.timeoutInForce');
