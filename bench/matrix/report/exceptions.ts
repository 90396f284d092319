import type { Result } from '../runOne';
import { figures } from './figures';
import { type Held, heldAgainst, tallyOf, uncaught } from './Tally';

/** Every miss and false alarm by its id, and what was excluded and why. */
export function exceptions(results: readonly Result[]): string {
  return [
    `${listed('Traps that neither matcher is red for', uncaught(results))}
  of these keep what fit promised, and only training mode does better by now: ${uncaught(results).filter(keepsPromise).length}`,
    ...heldAgainst.flatMap((held) => {
      const { misses, falseAlarms } = tallyOf(results, held);
      return [
        listed(`False alarms of ${held.matcher}`, falseAlarms, held),
        listed(`Misses of ${held.matcher}`, misses, held),
        undecidedBy(results, held),
      ];
    }),
  ].join('\n\n');
}

/** By the rule of the matcher such a model passes: `F - P` is not positive. */
function keepsPromise({ measured: { fitTime, predict } }: Result): boolean {
  return (
    predict.accuracies.every((accuracy, output) => accuracy >= fitTime.accuracies[output]!) &&
    predict.losses.every((loss, output) => loss <= fitTime.losses[output]!)
  );
}

function listed(title: string, results: readonly Result[], held?: Held): string {
  const lines = results.map((result) => {
    const error = held !== undefined && result[held.matcher].said === 'error';
    return `  ${result.id}  ${error ? 'ERROR ' : ''}${figures(result)}`;
  });
  return [`${title}: ${results.length}`, ...lines].join('\n');
}

/** What the matcher said where the truth does not say which is right. */
function undecidedBy(results: readonly Result[], held: Held): string {
  const { undecided } = tallyOf(results, held);
  const reasons = [...new Set(undecided.map((result) => result[held.truth].because))];
  const lines = reasons.map((reason) => {
    const those = undecided.filter((result) => result[held.truth].because === reason);
    const red = those.filter((result) => result[held.matcher].said === 'red').length;
    const errors = those.filter((result) => result[held.matcher].said === 'error').length;
    return `  ${reason}: ${those.length}, of these red ${red}${errors === 0 ? '' : `, error ${errors}`}`;
  });
  return [`Excluded from ${held.matcher} as undecided: ${undecided.length}`, ...lines].join('\n');
}
