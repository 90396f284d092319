import { escaped } from '../escaped';
import type { LayerOnPage, Page } from '../Page';
import { canvas, shownNumber, table } from '../tables';

const layerRow = ({ path, distance, allowance, converged, momentum, updates, channelCount }: LayerOnPage) => [
  path,
  converged ? 'converged' : 'not converged',
  distance.toFixed(2),
  allowance.toFixed(2),
  shownNumber(momentum),
  updates === undefined ? 'unknown' : String(updates),
  String(channelCount),
];

const channelTable = ({ path, channels }: LayerOnPage): string =>
  `<h3>${escaped(path)}</h3>${table(
    ['channel', 'distance', 'moving mean', 'population mean', 'moving variance', 'population variance'],
    channels.map((each) => [
      String(each.channel),
      each.distance.toFixed(2),
      ...[each.movingMean, each.populationMean, each.movingVariance, each.populationVariance].map(
        shownNumber,
      ),
    ]),
  )}`;

/** Moving statistics against those of the rows, layer by layer and channel by channel. */
export function batchNorm({ layers }: Page): string {
  if (layers.length === 0) return '';
  const options = layers.map(({ path }, at) => `<option value="${at}">${escaped(path)}</option>`);
  const head = ['layer', 'statistics', 'distance', 'allowed', 'momentum', 'updates', 'channels'];
  return `<section id="batchnorm"><h2>BatchNorm statistics</h2>
<p>How far each layer's moving statistics are from those that its inputs have on these rows: in standard deviations of the mean, or in nepers of the variance, whichever is more; the 90th percentile over channels.</p>
${canvas('layers', 'distance of the moving statistics of each layer, and what is allowed')}
${table(head, layers.map(layerRow))}
<p><label>Channels of <select id="layer">${options.join('')}</select></label></p>
<div class="charts">${canvas('means', 'moving mean and population mean of the worst channels')}${canvas('variances', 'moving variance and population variance of the worst channels')}</div>
<details><summary>The worst channels of every layer, as numbers</summary>${layers.map(channelTable).join('\n')}</details></section>`;
}
