import type { Result } from '../runOne';
import { interval } from './interval';
import { type Held, heldAgainst, tallyOf, uncaught } from './Tally';

/** The tables for the README, in Markdown. */
export function tables(results: readonly Result[]): string {
  return [...heldAgainst.map((held) => matcherTable(results, held)), trapTable(results)].join('\n\n');
}

function matcherTable(results: readonly Result[], held: Held): string {
  const { matcher, bad, good } = held;
  const row = (name: string, of: readonly Result[]): string => {
    const { hits, misses, falseAlarms, rightGreens, undecided } = tallyOf(of, held);
    const [bads, goods] = [hits.length + misses.length, rightGreens.length + falseAlarms.length];
    return `| ${name} | ${bads} | ${share(hits.length, bads)} | ${misses.length} | ${goods} | ${share(falseAlarms.length, goods)} | ${undecided.length} |`;
  };
  return [
    `\`${matcher}\``,
    '',
    `| architecture | ${bad} | hits | misses | ${good} | false alarms | undecided |`,
    '|---|---|---|---|---|---|---|',
    ...byArchitecture(results).map(([name, of]) => row(name, of)),
    row('**all**', results),
  ].join('\n');
}

function trapTable(results: readonly Result[]): string {
  const row = (name: string, of: readonly Result[]): string => {
    const traps = of.filter(({ predict }) => predict.is === 'trapped').length;
    const missed = uncaught(of).length;
    return `| ${name} | ${traps} | ${share(traps - missed, traps)} | ${missed} |`;
  };
  return [
    'Either of the two',
    '',
    '| architecture | trapped | caught | missed by both |',
    '|---|---|---|---|',
    ...byArchitecture(results).map(([name, of]) => row(name, of)),
    row('**all**', results),
  ].join('\n');
}

function byArchitecture(results: readonly Result[]): readonly (readonly [string, readonly Result[]])[] {
  const names = [...new Set(results.map(({ architecture }) => architecture))].sort();
  return names.map((name) => [name, results.filter(({ architecture }) => architecture === name)]);
}

/** `12 (85.1 to 100 %)`: how many, and the 95 % interval of their share. */
function share(hits: number, trials: number): string {
  if (trials === 0) return '0';
  const [lower, upper] = interval(hits, trials).map((p) => Number((100 * p).toFixed(1)));
  return `${hits} (${lower} to ${upper} %)`;
}
