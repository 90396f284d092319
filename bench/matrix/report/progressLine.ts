import type { Result } from '../runOne';
import { heldAgainst, tallyOf, uncaught } from './Tally';

/** A line on a terminal that says how far the matrix has come; nothing elsewhere. */
export function progressLine(minutes: number): (results: readonly Result[]) => void {
  const started = Date.now();
  if (!process.stderr.isTTY) return () => undefined;
  return (results) => {
    const alarms = heldAgainst.reduce((sum, held) => sum + tallyOf(results, held).falseAlarms.length, 0);
    const ran = ((Date.now() - started) / 60_000).toFixed(1);
    process.stderr.write(
      `\r\u001b[K${ran} of ${minutes} minutes, ${results.length} models, ${alarms} false alarms, ` +
        `${uncaught(results).length} traps missed by both; last ${results.at(-1)!.id}`,
    );
  };
}
