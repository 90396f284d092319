import { setTensorFlowVariables } from './backends/tensorflowVariables';
import { disposeForgottenOf } from './environment/disposeForgottenOf';
import { environmentOptions } from './environment/environmentOptions';
import { Host } from './environment/hosted/Host';
import { leaveHosted } from './environment/hosted/hostedOf';
import { LeakCount } from './environment/leaks/LeakCount';
import { leakText } from './environment/leaks/leakText';
import { nodeEnvironmentOfJest } from './environment/nodeEnvironmentOfJest';
import { endThreadsOf } from './environment/endThreadsOf';
import { shareGlobals } from './environment/sharedGlobals';
import { timeoutInForce, type TimeoutInForce } from './environment/timeoutInForce';

const NodeEnvironment = nodeEnvironmentOfJest();

/** For all test files of this worker that want it. */
let host: Host | undefined;

/** The parts of what jest-circus tells and of its state that are used. */
interface TestEvent {
  readonly name: string;
  readonly test?: { readonly name: string };
}
interface TestState {
  readonly unhandledErrors: unknown[];
}

/**
 * Jest's node environment, where a typed array is the same thing to a test, to Node and to tfjs, and where tfjs and the engine need not be
 * started for each test file anew.
 */
class ModelEnvironment extends NodeEnvironment {
  private readonly options;
  private readonly leaks;

  constructor(...[config, context]: ConstructorParameters<typeof NodeEnvironment>) {
    super(config, context);
    setTensorFlowVariables();
    this.options = environmentOptions(config.projectConfig.testEnvironmentOptions['modelRegression']);
    this.leaks = new LeakCount(this.global);
    shareGlobals(this.global);
    const timeout: TimeoutInForce = {
      ofRun: config.globalConfig.testTimeout,
      ofProject: (config.projectConfig as { readonly testTimeout?: number }).testTimeout,
    };
    Object.assign(this.global, {
      [timeoutInForce]: timeout,
      [Symbol.for('jest-model-regression.verbose')]: config.globalConfig.verbose ?? false,
      [Symbol.for('jest-model-regression.jestWorkers')]: config.globalConfig.maxWorkers,
    });
    if (this.options.hosted) {
      const { cache, cacheDirectory } = config.projectConfig;
      host ??= new Host(cache ? cacheDirectory : undefined);
      leaveHosted(this.global, host.hostedFor(context.testPath, this.global, this.getVmContext()!));
    }
  }

  handleTestEvent(event: TestEvent, state: TestState): void {
    if (event.name === 'test_start') this.leaks.testStarts();
    if (event.name === 'test_done') this.leaks.testEnds(event.test?.name ?? '');
    if (event.name === 'run_finish') this.tellLeaks(state);
  }

  /** Here and not in an `afterAll`: those of a setup file run before the test file's own, which may still use a model. */
  override async teardown(): Promise<void> {
    try {
      disposeForgottenOf(this.global);
      await endThreadsOf(this.global);
    } finally {
      await host?.takeBack();
      await super.teardown();
    }
  }

  private tellLeaks({ unhandledErrors }: TestState): void {
    disposeForgottenOf(this.global);
    const left = this.leaks.left();
    if (left.tensors === 0) return;
    const text = leakText(left, { isFreed: this.options.hosted });
    if (this.options.leaks === 'report') this.global.console.warn(text);
    // A place in the end: without one Jest prints all but the first line twice.
    if (this.options.leaks === 'fail')
      unhandledErrors.push(
        Object.assign(new Error(text), { stack: `${text}\n    at the end of the file:0:0` }),
      );
  }
}

// `export =`: Jest, `require` and a default import all get the class itself.
export = ModelEnvironment;
