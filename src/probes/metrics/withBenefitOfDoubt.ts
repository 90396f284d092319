import type { Table } from './Table';

/** What rounding in another kernel or mode may move a prediction by; two of them near each other are a tie. */
export const margin = 5e-6;

/**
 * Predictions moved by `margin` towards their targets: an accuracy of these counts every row as right whose decision hangs
 * on no more than rounding.
 */
export function withBenefitOfDoubt(targets: Table, predictions: Table): Table {
  const values = Float32Array.from(predictions.values);
  const { columns } = predictions;
  if (targets.columns === columns) {
    for (let i = 0; i < values.length; i++) values[i]! += targets.values[i]! > 0.5 ? margin : -margin;
  } else {
    for (const [i, index] of targets.values.entries()) values[i * columns + Math.trunc(index)]! += 2 * margin;
  }
  return { ...predictions, values };
}
