import type { BatchNormStatistics } from '../../probes/batchNorm/BatchNormStatistics';
import type { BatchNormVerdict } from '../batchNorm/judgeBatchNorm';
import type { LayerJudgement } from '../batchNorm/LayerJudgement';
import { batchNormText } from './batchNormText';
import { frozenText } from './frozenText';
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
    ...causeLines(verdict),
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

type Red = Exclude<BatchNormVerdict, { kind: 'converged' }>;

/** Frozen layers that moved are not to be trained on, and statistics of sorted batches do not lag. */
function particular({ kind, red }: Red): 'frozen' | 'sorted' | undefined {
  const most = (is: (layer: LayerJudgement) => boolean): boolean => 2 * red.filter(is).length >= red.length;
  if (most(({ frozenMoved }) => frozenMoved)) return 'frozen';
  const sorted = kind === 'away from the data' && most(({ followsGivenOrder }) => followsGivenOrder);
  return sorted ? 'sorted' : undefined;
}

function causeLines(verdict: Red): readonly string[] {
  const { red, layers } = verdict;
  switch (particular(verdict)) {
    case 'frozen': {
      const frozen = red.filter(({ frozenMoved }) => frozenMoved).map(({ path }) => path);
      const [first, ...more] = frozenText.driftSeen(frozen, layers.length);
      return [`Cause: ${first}`, ...more.map((sentence) => `  ${sentence}`)];
    }
    case 'sorted':
      return [`Cause: ${batchNormText.followGivenOrder(red.length)}`];
    default:
      return verdict.kind === 'start values remain'
        ? [`Cause: ${batchNormText.notConverged(red.length)}`, `  ${batchNormText.startHeld(red[0]!)}`]
        : [`Cause: ${batchNormText.awayFromData(red.length)}`];
  }
}

function remedies(verdict: Red): readonly string[] {
  const { red } = verdict;
  const recalibrate = remedyText.recalibrate(red[0]!.updates !== undefined);
  switch (particular(verdict)) {
    case 'frozen':
      return frozenText.driftRemedy;
    case 'sorted':
      return [recalibrate, ...remedyText.compose(false)];
    default:
      return verdict.kind === 'start values remain'
        ? remedyText.converge(red)
        : [recalibrate, remedyText.slowDown];
  }
}

/** What another run needs to see the same numbers. */
function measuredOn({ batchSize, batchings, seed }: BatchNormStatistics): string {
  return `(measured in ${count(batchings, 'batching')} of batch size ${batchSize}, seed ${seed})`;
}
