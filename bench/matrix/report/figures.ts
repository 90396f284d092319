import type { Result } from '../runOne';
import type { Scores } from '../truth/Scores';

/** The truth about one model in a line: fit time, training mode, predict, the worst layer's error and wander. */
export function figures({ measured, predict, statistics }: Result): string {
  const { rows, fitTime, training, constantLosses, drifts } = measured;
  const mean = (of: (scores: Scores) => number): number =>
    training.reduce((sum, scores) => sum + of(scores), 0) / training.length;
  const mode: Scores = {
    losses: constantLosses.map((_, output) => mean(({ losses }) => losses[output]!)),
    accuracies: fitTime.accuracies.map((_, output) => mean(({ accuracies }) => accuracies[output]!)),
  };
  const lossText = (losses: readonly number[]): string => losses.map((loss) => loss.toPrecision(3)).join(' ');
  const text = ({ losses, accuracies }: Scores): string =>
    [...accuracies.map((value) => value.toFixed(3)), lossText(losses)].join(' ');
  const worst = drifts.reduce((far, drift) => (drift.error > far.error ? drift : far));
  return (
    `${predict.is} (${predict.because}), ${statistics.is} (${statistics.because}); ${rows} rows, ` +
    `fit ${text(fitTime)}, training mode ${text(mode)}, predict ${text(measured.predict)}, ` +
    `constant ${lossText(constantLosses)}; ${worst.layer} error ${worst.error.toFixed(3)}, wander ${worst.wander.toFixed(3)}`
  );
}
