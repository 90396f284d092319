import { disposeForgottenOf } from './environment/disposeForgottenOf';
import { nodeEnvironmentOfJest } from './environment/nodeEnvironmentOfJest';
import { sharedGlobals } from './environment/sharedGlobals';
import { timeoutInForce, type TimeoutInForce } from './environment/timeoutInForce';

const NodeEnvironment = nodeEnvironmentOfJest();
const host = globalThis as Readonly<Record<string, unknown>>;

/** Jest's node environment, where a typed array is the same thing to a test, to Node and to tfjs. */
class ModelEnvironment extends NodeEnvironment {
  constructor(...[config, context]: ConstructorParameters<typeof NodeEnvironment>) {
    super(config, context);
    for (const name of sharedGlobals) {
      if (name in host) Object.assign(this.global, { [name]: host[name] });
    }
    const timeout: TimeoutInForce = {
      ofRun: config.globalConfig.testTimeout,
      ofProject: (config.projectConfig as { readonly testTimeout?: number }).testTimeout,
    };
    Object.assign(this.global, {
      [timeoutInForce]: timeout,
      [Symbol.for('jest-model-regression.verbose')]: config.globalConfig.verbose ?? false,
      [Symbol.for('jest-model-regression.jestWorkers')]: config.globalConfig.maxWorkers,
    });
  }

  /** Here and not in an `afterAll`: those of a setup file run before the test file's own, which may still use a model. */
  override async teardown(): Promise<void> {
    try {
      disposeForgottenOf(this.global);
    } finally {
      await super.teardown();
    }
  }
}

// `export =`: Jest, `require` and a default import all get the class itself.
export = ModelEnvironment;
