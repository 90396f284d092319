import type { BatchNormStatistics } from '../../probes/batchNorm/BatchNormStatistics';
import type { BatchNormVerdict } from '../batchNorm/judgeBatchNorm';
import type { LayerJudgement } from '../batchNorm/LayerJudgement';
import { batchNormText } from './batchNormText';
import { count, distance, quantity } from './figures';
import { remedyText } from './remedyText';

/** Layers listed by name; the count says how many there are. */
const layersShown = 5;

/** The message about moving statistics: how many layers, the furthest ones, why, what it changes, what to do. */
export function convergenceText(verdict: BatchNormVerdict, statistics: BatchNormStatistics): string {
  if (verdict.kind === 'converged') return convergedText(verdict.layers, statistics);
  const { red, layers } = verdict;
  return [
    `${red.length} of ${count(layers.length, 'BatchNorm layer')} ${red.length === 1 ? 'normalises' : 'normalise'} in inference mode by other statistics than these ${count(statistics.rows, 'row')} have`,
    '',
    ...layerTable(red),
    '',
    `Cause: ${verdict.kind === 'start values remain' ? batchNormText.notConverged(red.length) : batchNormText.awayFromData(red.length)}`,
    ...(verdict.kind === 'start values remain' ? [`  ${batchNormText.startHeld(red[0]!)}`] : []),
    `  ${batchNormText.worst(red[0]!)}`,
    `  ${swappedText(statistics)}`,
    '',
    'What to do, one of:',
    ...remedies(verdict).map((remedy) => `  ${remedy}`),
    '',
    measuredOn(statistics),
  ].join('\n');
}

function convergedText(layers: readonly LayerJudgement[], statistics: BatchNormStatistics): string {
  return [
    `${layers.length === 1 ? 'the BatchNorm layer normalises' : `all ${count(layers.length, 'BatchNorm layer')} normalise`} in inference mode by the statistics of these ${count(statistics.rows, 'row')}`,
    '',
    ...layerTable([...layers].sort((a, b) => b.distance - a.distance)),
    '',
    measuredOn(statistics),
  ].join('\n');
}

function layerTable(layers: readonly LayerJudgement[]): readonly string[] {
  const shown = layers.slice(0, layersShown);
  const width = Math.max(...shown.map(({ path }) => path.length));
  const rest = layers.length - shown.length;
  return [
    ...shown.map(
      (layer) =>
        `  ${layer.path.padEnd(width)}  distance ${distance(layer.distance)}, allowed ${distance(layer.allowance)}`,
    ),
    ...(rest > 0 ? [`  and ${count(rest, 'more layer')}`] : []),
  ];
}

function swappedText({ rows, swapped: { flips, largestChange } }: BatchNormStatistics): string {
  const change = `a prediction by up to ${quantity(largestChange)}`;
  return flips === undefined
    ? `Population statistics in their place would change ${change}.`
    : `Population statistics in their place would change the decision on ${flips} of ${count(rows, 'row')}, ${change}.`;
}

function remedies(verdict: Exclude<BatchNormVerdict, { kind: 'converged' }>): readonly string[] {
  return verdict.kind === 'start values remain'
    ? remedyText.converge(verdict.red)
    : [remedyText.recalibrate(verdict.red[0]!.updates !== undefined), remedyText.slowDown];
}

/** What another run needs to see the same numbers. */
function measuredOn({ batchSize, batchings, seed }: BatchNormStatistics): string {
  return `(measured in ${count(batchings, 'batching')} of batch size ${batchSize}, seed ${seed})`;
}
