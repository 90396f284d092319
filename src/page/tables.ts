import { escaped } from './escaped';

/** A number of any scale, in four significant figures. */
export function shownNumber(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  return size >= 1e6 || size < 1e-4 ? value.toExponential(2) : String(Number(value.toPrecision(4)));
}

/** A table whose first column names its rows. Numbers stand on the right, words on the left. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const areWords = head.map((_, column) => rows.some((row) => /[a-z]{2}/i.test(row[column] ?? '')));
  const cell = (tag: string, text: string, column: number): string =>
    `<${tag}${areWords[column] ? ' class="words"' : ''}>${escaped(text)}</${tag.split(' ', 1)[0]}>`;
  const titles = head.map((title, column) => cell('th scope="col"', title, column)).join('');
  const lines = rows.map((row) =>
    row.map((text, column) => cell(column === 0 ? 'th scope="row"' : 'td', text, column)).join(''),
  );
  return `<div class="wide"><table><thead><tr>${titles}</tr></thead><tbody>${lines.map((line) => `<tr>${line}</tr>`).join('')}</tbody></table></div>`;
}

/** A canvas that the page's script draws on; what it shows stands in a table beside it. */
export const canvas = (chart: string, label: string): string =>
  `<figure><div class="chart" data-of="${chart}"><canvas role="img" aria-label="${escaped(label)}"></canvas></div></figure>`;
