import type { Page } from '../Page';
import { canvas, table } from '../tables';

/** From what fit reported to what predict gives, a change at a time. */
export function ladder({ ladder: { rungs, metrics } }: Page): string {
  if (metrics.length === 0) return '';
  const head = ['', ...metrics.map(({ name }) => name), 'what opens the gap'];
  const rows = rungs.map(({ name, change }, at) => [name, ...metrics.map(({ texts }) => texts[at]!), change]);
  const charts = metrics.map(({ name }, at) => canvas(`ladder:${at}`, `${name} on every rung of the ladder`));
  return `<section id="ladder"><h2>The mode ladder</h2>
<p>The same rows and the same weights, a change at a time: from what fit reported, through training mode, to what predict gives. Where a step is large, its change is to blame.
The dashed line is the worst value that keeps the promise.</p>
<div class="charts">${charts.join('')}</div>${table(head, rows)}</section>`;
}
