/**
 * Draws the charts of a page, in the browser, from the data that the page holds. As text, since it is a program for another place. Colours are
 * those of the style sheet, read anew when light and dark change.
 */
export const script = `
'use strict';
const page = JSON.parse(document.getElementById('data').textContent);
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
const series = (at) => colour('series-' + (1 + (at % 6)));
const drawn = [];

/** A dashed line across a chart, at a value of one of its axes. */
const marker = (axis, value, text) => ({
  id: 'marker',
  afterDatasetsDraw({ ctx, chartArea, scales }) {
    if (value == null) return;
    const at = scales[axis].getPixelForValue(value);
    const [from, to] = axis === 'x' ? [[at, chartArea.top], [at, chartArea.bottom]] : [[chartArea.left, at], [chartArea.right, at]];
    ctx.save();
    ctx.strokeStyle = ctx.fillStyle = colour('ink');
    ctx.setLineDash([5, 4]);
    ctx.beginPath();
    ctx.moveTo(...from);
    ctx.lineTo(...to);
    ctx.stroke();
    ctx.font = '12px system-ui, sans-serif';
    ctx.textAlign = axis === 'x' ? 'left' : 'right';
    ctx.fillText(text, to[0] + (axis === 'x' ? 4 : -4), axis === 'x' ? chartArea.top + 10 : at - 5);
    ctx.restore();
  },
});

const axis = (title, more = {}) => ({
  title: { display: title !== '', text: title, color: colour('faint') },
  ticks: { color: colour('faint') },
  grid: { color: colour('rule') },
  ...more,
});

function draw(name, { type, labels, datasets, scales, horizontal, plugins = [], legend = true }) {
  const place = document.querySelector('[data-of="' + name + '"] canvas');
  if (place === null) return;
  drawn.push(new Chart(place, {
    type,
    data: { labels, datasets },
    plugins,
    options: {
      animation: false,
      maintainAspectRatio: false,
      indexAxis: horizontal ? 'y' : 'x',
      interaction: { mode: 'index', intersect: false, axis: horizontal ? 'y' : 'x' },
      scales,
      plugins: { legend: { display: legend, labels: { color: colour('ink'), boxWidth: 14 } } },
    },
  }));
}

const line = (label, data, at) => ({ label, data, borderColor: series(at), backgroundColor: series(at), pointRadius: data.length > 60 ? 0 : 2, borderWidth: 2, tension: 0 });
const bars = (label, data, at) => ({ label, data, backgroundColor: series(at) });
const range = (kind) => (kind === 'accuracy' ? { min: 0, max: 1 } : { beginAtZero: true });
const makeRoom = (name, rows) => document.querySelector('[data-of="' + name + '"]')?.style.setProperty('height', Math.max(10, 5 + 1.5 * rows) + 'rem');

function ladder() {
  page.ladder.metrics.forEach(({ name, kind, values, limit }, at) => {
    const opens = page.ladder.rungs.map(({ change }) => change !== '');
    draw('ladder:' + at, {
      type: 'bar',
      horizontal: true,
      legend: false,
      labels: page.ladder.rungs.map((rung) => rung.name),
      datasets: [{ ...bars(name, values, 0), backgroundColor: opens.map((marked) => (marked ? colour('bad') : series(0))) }],
      scales: { x: axis(name, range(kind)), y: axis('') },
      plugins: [marker('x', limit, '')],
    });
  });
}

function layers() {
  makeRoom('layers', page.layers.length);
  draw('layers', {
    type: 'bar',
    horizontal: true,
    labels: page.layers.map(({ path }) => path),
    datasets: [bars('distance', page.layers.map(({ distance }) => distance), 1), bars('allowed', page.layers.map(({ allowance }) => allowance), 0)],
    scales: { x: axis('distance', { beginAtZero: true }), y: axis('', { ticks: { autoSkip: false, color: colour('faint') } }) },
  });
}

function channels() {
  const layer = page.layers[Number(document.getElementById('layer')?.value ?? 0)];
  if (layer === undefined) return;
  const labels = layer.channels.map(({ channel }) => channel);
  const of = (key) => layer.channels.map((channel) => channel[key]);
  const spread = of('movingVariance').concat(of('populationVariance')).filter((value) => value > 0);
  const isWide = spread.length > 0 && Math.max(...spread) > 100 * Math.min(...spread);
  draw('means', { type: 'bar', labels, datasets: [bars('moving mean', of('movingMean'), 1), bars('population mean', of('populationMean'), 0)], scales: { x: axis('channel, the worst first'), y: axis('mean') } });
  draw('variances', { type: 'bar', labels, datasets: [bars('moving variance', of('movingVariance'), 1), bars('population variance', of('populationVariance'), 0)], scales: { x: axis('channel, the worst first'), y: axis(isWide ? 'variance (logarithmic)' : 'variance', isWide ? { type: 'logarithmic' } : { beginAtZero: true }) } });
}

function fit() {
  if (page.fit == null) return;
  page.fit.metrics.forEach(({ name, kind, values, predicted }, at) => {
    const lowest = Math.min(...values.concat(predicted ?? []).filter((value) => value != null));
    draw('fit:' + at, {
      type: 'line',
      legend: false,
      labels: values.map((_, epoch) => epoch + 1),
      datasets: [line(name, values, 0)],
      scales: { x: axis('epoch'), y: axis(name, kind === 'accuracy' ? { suggestedMin: lowest, suggestedMax: 1 } : { beginAtZero: true, suggestedMax: predicted ?? undefined }) },
      plugins: [marker('y', predicted, 'predict')],
    });
  });
  const { updates, layers } = page.fit.movingStatistics;
  for (const [name, key] of [['moving:means', 'means'], ['moving:variances', 'variances']]) {
    draw(name, {
      type: 'line',
      labels: updates,
      datasets: layers.map((layer, at) => line(layer.path, layer[key], at)),
      scales: { x: axis('updates'), y: axis(key === 'means' ? 'moving mean' : 'moving variance') },
      legend: layers.length <= 8,
    });
  }
}

function drawAll() {
  for (const chart of drawn.splice(0)) chart.destroy();
  for (const part of [ladder, layers, channels, fit]) part();
  document.documentElement.dataset.charts = String(drawn.length);
}

document.getElementById('layer')?.addEventListener('change', drawAll);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);
drawAll();
`;
