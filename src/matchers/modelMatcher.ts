import type { MatcherContext, MatcherResult } from './MatcherContext';
import type { MatcherName } from './names';
import { contractText } from './text/contractText';

/** What a matcher has found: whether it holds, and the message, made only when it is needed. */
export interface Finding {
  readonly pass: boolean;
  readonly text: () => string;
  readonly expected?: unknown;
  readonly actual?: unknown;
}

/** When the message will be read: if the matcher does not hold, or (under `.not`) if it does. */
export interface Told {
  readonly ifPasses: boolean;
}

export type ModelMatcher = (
  this: MatcherContext,
  received: unknown,
  data?: unknown,
  options?: unknown,
) => Promise<MatcherResult>;

/**
 * A matcher that Jest can call, from a function that validates, measures and judges. Owns the contract with Jest: no
 * asymmetric use, the hint line, `.not`, colours.
 */
export function modelMatcher(
  name: MatcherName,
  find: (received: unknown, data: unknown, options: unknown, told: Told) => Promise<Finding>,
): ModelMatcher {
  // Not `async`: asymmetric use must throw at once, since Jest takes a promise for a match that failed.
  return function (received, data, options) {
    if (!('promise' in this)) throw new TypeError(contractText.asymmetric(name));
    return find(received, data, options, { ifPasses: this.isNot === true }).then((finding) =>
      resultOf(this, name, finding),
    );
  };
}

function resultOf(context: MatcherContext, name: MatcherName, { text, ...finding }: Finding): MatcherResult {
  const { isNot = false, promise = '', utils } = context;
  const hint = utils.matcherHint(name, 'model', '', { isNot, promise });
  return { name, ...finding, message: () => `${hint}\n\n${coloured(text(), utils)}` };
}

/** The rungs and layers at fault in red. Colours only: without them the text is the same. */
function coloured(text: string, { RECEIVED_COLOR }: MatcherContext['utils']): string {
  return text
    .split('\n')
    .map((line) => (line.includes('<- ') || line.startsWith('Cause') ? RECEIVED_COLOR(line) : line))
    .join('\n');
}
