import type { FitOnPage, Page } from '../Page';
import { canvas, shownNumber, table } from '../tables';

const epochs = ({ metrics }: FitOnPage): string => {
  const count = metrics[0]?.values.length ?? 0;
  const rows = Array.from({ length: count }, (_, epoch) => [
    String(epoch + 1),
    ...metrics.map(({ values }) => shownNumber(values[epoch]!)),
  ]);
  const charts = metrics.map(({ name }, at) =>
    canvas(`fit:${at}`, `${name} of every epoch, and of predict now`),
  );
  return `<div class="charts">${charts.join('')}</div>
<details><summary>Every epoch</summary>${table(['epoch', ...metrics.map(({ name }) => name)], rows)}</details>`;
};

function trajectory({ movingStatistics: { updates, layers } }: FitOnPage): string {
  if (updates.length < 2 || layers.length === 0) return '';
  return `<h3>The way of the moving statistics</h3>
<p>The mean over the channels of each BatchNorm layer, along the updates of the fit. A line that still rises or falls at the end had not arrived.</p>
<div class="charts">${canvas('moving:means', 'moving means along the fit')}${canvas('moving:variances', 'moving variances along the fit')}</div>`;
}

/** What the recording of the fit tells. */
export function fit({ fit: recorded }: Page): string {
  if (recorded === undefined) return '';
  return `<section id="fit"><h2>The fit</h2>
<p>As fit reported it, epoch by epoch. The dashed line is what predict gives now, on the final weights.</p>${epochs(recorded)}${trajectory(recorded)}</section>`;
}
