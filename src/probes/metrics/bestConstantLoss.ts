import { mean } from '../../numeric/mean';
import { bestConstant } from './bestConstant';
import { type KnownLoss, knownLosses } from './knownLosses';
import type { Vector } from './lossFunctions';
import type { Table } from './Table';

/**
 * The loss of the best constant prediction on these targets: the scale that a loss is judged on. Exact for the
 * cross-entropies (class frequencies), squared error and Poisson (mean); by search per column for the other losses that
 * are sums over columns; for the losses from logits their logits, for `cosineProximity` the mean direction, for
 * `categoricalHinge` the prediction 0.
 *
 * Targets that never vary have a best constant with nothing left to lose. There the loss of an uninformed prediction is
 * taken: uniform probabilities for the cross-entropies, otherwise 0; and 1 where even that has no loss. Poisson and
 * `cosineProximity` count from the loss of a perfect prediction, which is not 0 as that of the others.
 *
 * Undefined for a loss whose scale is not known.
 */
export function bestConstantLoss(loss: KnownLoss, targets: Table, columns: number): number;
export function bestConstantLoss(
  loss: KnownLoss | undefined,
  targets: Table,
  columns: number,
): number | undefined;
export function bestConstantLoss(
  loss: KnownLoss | undefined,
  targets: Table,
  columns: number,
): number | undefined {
  if (loss === undefined) return undefined;
  const best = constantLoss(loss, targets, bestConstant(loss, targets, columns));
  if (best > 1e-6) return best;
  const uninformed = new Float32Array(columns).fill(uninformedNumber(loss, columns));
  const uninformedLoss = constantLoss(loss, targets, uninformed);
  return uninformedLoss > 1e-6 ? uninformedLoss : 1;
}

function uninformedNumber(loss: KnownLoss, columns: number): number {
  if (loss === 'binaryCrossentropy' || loss === 'logLoss') return 0.5;
  return /Crossentropy|kullback/.test(loss) ? 1 / columns : 0;
}

function constantLoss(loss: KnownLoss, targets: Table, constant: Float32Array): number {
  const of = knownLosses[loss];
  const each = (prediction: (target: Vector) => Vector): number =>
    mean(vectorsIn(targets).map((target) => of(target, prediction(target))));
  const floor = /poisson|cosine/.test(loss) ? each((target) => target) : 0;
  return each(() => constant) - floor;
}

function vectorsIn({ values, columns }: Table): Vector[] {
  return Array.from({ length: values.length / columns }, (_, i) =>
    values.subarray(i * columns, (i + 1) * columns),
  );
}
