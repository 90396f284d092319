import type { Scores } from './Scores';
import { healthyMargin, type Measured, type PredictTruth, trapMargin } from './Truth';

/** One metric: how much worse predict is, positive when worse. */
interface Gap {
  readonly kind: 'accuracy' | 'loss';
  /** Than training mode, mean over its batchings. */
  readonly training: number;
  /** Than the batching that is nearest to predict. */
  readonly nearest: number;
  /** How much better `fit` reported than training mode is now. */
  readonly promisedMore: number;
}

/**
 * *Trapped*: predict is worse than training mode on the same weights and rows by more than `trapMargin`, worse than each of
 * the five batchings, and by more than one row where it is an accuracy. *Healthy*: worse by no more than `healthyMargin`
 * in any metric, and what `fit` reported is not better than training mode by more than that either (then the promise
 * is about weights that are gone, and neither verdict would be wrong). All else is undecided.
 */
export function predictTruth(measured: Measured): PredictTruth {
  const gaps = gapsOf(measured);
  const figures = gaps.flatMap(({ training, nearest, promisedMore }) => [training, nearest, promisedMore]);
  if (!figures.every(Number.isFinite)) return undecided('not finite');
  const trap = gaps.find(
    ({ kind, training, nearest }) =>
      training > trapMargin[kind] && nearest > 0 && (kind === 'loss' || training * measured.rows > 1),
  );
  if (trap?.kind === 'loss' && gaps.some(({ kind, training }) => kind === 'accuracy' && training < 0))
    return undecided('loss worse, accuracy better');
  if (trap !== undefined) return { is: 'trapped', because: trap.kind };
  if (gaps.some(({ kind, training }) => training > healthyMargin[kind]))
    return undecided('between the margins');
  if (gaps.some(({ kind, promisedMore }) => promisedMore > healthyMargin[kind]))
    return undecided('fit reported better than training mode is now');
  return { is: 'healthy', because: 'as good as training mode' };
}

const undecided = (because: string): PredictTruth => ({ is: 'undecided', because });

function gapsOf({ fitTime, training, predict, constantLosses }: Measured): readonly Gap[] {
  const gap = (kind: Gap['kind'], unit: number, of: (scores: Scores) => number): Gap => {
    const modes = training.map(of);
    const mean = modes.reduce((sum, value) => sum + value, 0) / modes.length;
    return {
      kind,
      training: (of(predict) - mean) / unit,
      nearest: Math.min(...modes.map((mode) => (of(predict) - mode) / unit)),
      promisedMore: (mean - of(fitTime)) / unit,
    };
  };
  return [
    ...predict.accuracies.map((_, output) => gap('accuracy', -1, ({ accuracies }) => accuracies[output]!)),
    ...constantLosses.map((unit, output) => gap('loss', unit, ({ losses }) => losses[output]!)),
  ];
}
