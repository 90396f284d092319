import type { HarmResult } from './harm/harming';
import type { KillResult } from './kills/killing';
import { isUnderWay, type Moment, stages } from './kills/momentOf';

/** Rows of text under a head, columns as wide as their widest cell. */
export function table(rows: readonly (readonly (string | number)[])[]): string {
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => String(row[i]).length)));
  const cell = (value: string | number, i: number): string =>
    i === 0 ? String(value).padEnd(widths[i]!) : String(value).padStart(widths[i]!);
  return rows.map((row) => row.map(cell).join('  ')).join('\n');
}

/** Where the kills fell: by stage, and by what was on its way. */
export function histogram(results: readonly KillResult[]): string {
  const order: readonly Moment['stage'][] = ['between files', 'opening', ...stages, 'renaming'];
  const targets = [...new Set(results.map(({ moment }) => moment.target))].filter(
    (each) => each !== undefined,
  );
  const rows = order.map((stage) => {
    const here = results.filter(({ moment }) => moment.stage === stage);
    const counts = targets.map((target) => here.filter(({ moment }) => moment.target === target).length);
    return [
      stage,
      here.length,
      '#'.repeat(Math.round((60 * here.length) / results.length)).padEnd(40),
      ...counts,
    ];
  });
  return table([['the process was killed', 'kills', ''.padEnd(40), ...targets], ...rows]);
}

export const underWay = (results: readonly KillResult[]): number =>
  results.filter(({ moment }) => isUnderWay(moment)).length;

/** What became of the files that were harmed. */
export function harmTable(results: readonly HarmResult[]): string {
  const count = (some: readonly HarmResult[], test: (result: HarmResult) => boolean): number =>
    some.filter(test).length;
  const row = (what: string, some: readonly HarmResult[]): readonly (string | number)[] => [
    what,
    count(some, ({ harm }) => harm.kind === 'flips'),
    count(some, ({ harm }) => harm.kind === 'truncation'),
    ...(['reported', 'harmless', 'accepted'] as const).map((verdict) =>
      count(some, (each) => each.verdict === verdict),
    ),
  ];
  const kinds = [...new Set(results.map(({ what }) => what))];
  return table([
    ['file', 'flips', 'truncations', 'reported', 'harmless', 'accepted'],
    ...kinds.map((what) =>
      row(
        what,
        results.filter((each) => each.what === what),
      ),
    ),
    row('all', results),
  ]);
}
