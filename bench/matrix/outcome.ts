import { expect } from 'expect';
import { matchers } from '../../src/matchers';
import type { ModelMatchers } from '../../src/matchers/ModelMatchers';
import type { TrainedModel } from '../../src/training/TrainedModel';

/** What a matcher said: `error` is anything it throws that is not a failed assertion. */
export interface Outcome {
  readonly said: 'green' | 'red' | 'error';
  readonly message: string;
}

expect.extend(matchers);

/** Runs one of the two matchers through a real `expect`, as a test would. */
export async function outcomeOf(matcher: keyof ModelMatchers, trained: TrainedModel): Promise<Outcome> {
  const expectation = expect(trained) as unknown as ModelMatchers;
  try {
    await expectation[matcher]();
    return { said: 'green', message: '' };
  } catch (error) {
    const failed = error instanceof Error && 'matcherResult' in error;
    const message = error instanceof Error ? error.message : String(error);
    return { said: failed ? 'red' : 'error', message };
  }
}
