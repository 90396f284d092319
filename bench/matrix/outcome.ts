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
  const message = await failureOf(expect(trained), matcher);
  if (message === undefined) return { said: 'green', message: '' };
  return { said: message.failed ? 'red' : 'error', message: message.text };
}

/** What a green matcher would print: the message of its `.not`. */
export async function explainedOutcomeOf(
  matcher: keyof ModelMatchers,
  trained: TrainedModel,
): Promise<Outcome> {
  const outcome = await outcomeOf(matcher, trained);
  if (outcome.said !== 'green') return outcome;
  return { said: 'green', message: (await failureOf(expect(trained).not, matcher))?.text ?? '' };
}

async function failureOf(
  expectation: unknown,
  matcher: keyof ModelMatchers,
): Promise<{ readonly failed: boolean; readonly text: string } | undefined> {
  try {
    await (expectation as ModelMatchers)[matcher]();
    return undefined;
  } catch (error) {
    const failed = error instanceof Error && 'matcherResult' in error;
    return { failed, text: error instanceof Error ? error.message : String(error) };
  }
}
