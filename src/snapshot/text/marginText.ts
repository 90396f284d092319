import type { JudgedOutput } from '../judge/Outcome';
import { amount, roundedUp } from './figures';

/** A tenth of the tolerance, as the share from which on there is nothing to say. */
const worthSaying = 0.1;

/** What could be asked for instead, of outputs that used less than a tenth of their tolerance, and more than nothing of it. */
export function marginText(outputs: readonly JudgedOutput[], key: string): string | undefined {
  const used = Math.max(...outputs.map(({ comparison }) => comparison.used));
  if (used >= worthSaying || used === 0) return undefined;
  const atol = Math.max(...outputs.map(({ comparison }) => comparison.largest));
  return `\`${key}\` used ${amount(100 * used)} % of its tolerance: { atol: ${roundedUp(atol)}, rtol: 0 } would have done`;
}
