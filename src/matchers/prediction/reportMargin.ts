import type { Outcome } from '../../snapshot/judge/Outcome';
import { marginText } from '../../snapshot/text/marginText';

/** Says on stderr where a snapshot passed with so much to spare that its tolerance could be tightened. */
export function reportMargin(outcome: Outcome, key: string, asked: boolean | undefined): void {
  if (outcome.kind !== 'matching' || !(asked ?? isVerbose())) return;
  const text = marginText(outcome.outputs, key);
  if (text !== undefined) process.stderr.write(`jest-model-regression: ${text}\n`);
}

const verbose = Symbol.for('jest-model-regression.verbose');

/** Left in the globals by our environment, which alone sees Jest's configuration. */
function isVerbose(): boolean {
  return (globalThis as { [verbose]?: boolean })[verbose] === true;
}
