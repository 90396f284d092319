import type { Result } from '../runOne';
import type { Scores } from '../truth/Scores';

/** The truth about one model in a line: fit time, training mode, predict, the worst layer's error and wander. */
export function figures({ measured, predict, statistics }: Result): string {
  const { rows, fitTime, training, constantLoss, drifts } = measured;
  const mean = (of: (scores: Scores) => number): number =>
    training.reduce((sum, scores) => sum + of(scores), 0) / training.length;
  const mode: Scores = {
    loss: mean(({ loss }) => loss),
    accuracies: fitTime.accuracies.map((_, output) => mean(({ accuracies }) => accuracies[output]!)),
  };
  const text = ({ loss, accuracies }: Scores): string =>
    [...accuracies.map((value) => value.toFixed(3)), loss.toPrecision(3)].join(' ');
  const worst = drifts.reduce((far, drift) => (drift.error > far.error ? drift : far));
  return (
    `${predict.is} (${predict.because}), ${statistics.is} (${statistics.because}); ${rows} rows, ` +
    `fit ${text(fitTime)}, training mode ${text(mode)}, predict ${text(measured.predict)}, ` +
    `constant ${constantLoss.toPrecision(3)}; ${worst.layer} error ${worst.error.toFixed(3)}, wander ${worst.wander.toFixed(3)}`
  );
}
