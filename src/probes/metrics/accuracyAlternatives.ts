import { accuracyFunctions, type AccuracyName } from './accuracyFunctions';
import { accuracyFormula } from './formulas';
import type { Metric, OutputMetrics } from './Metric';
import { perRow } from './perRow';
import type { Table } from './Table';

export interface AccuracyAlternative extends Metric {
  readonly name: AccuracyName;
}

/**
 * The accuracies of tfjs that say something about these targets, but for the one that `accuracy` was resolved to: what a
 * person may have meant by it. `sparseCategoricalAccuracy` of class indices, `categoricalAccuracy` of rows that are
 * distributions over several classes, `binaryAccuracy` of numbers that are all 0 or 1; none of real-valued targets.
 */
export function accuracyAlternatives(
  { resolved }: Pick<Metric, 'resolved'>,
  { shape }: Pick<OutputMetrics, 'shape'>,
  targets: Table,
): readonly AccuracyAlternative[] {
  const classes = shape.at(-1) ?? targets.columns;
  const names = Object.keys(accuracyFunctions) as AccuracyName[];
  return names.filter((name) => name !== resolved && suits[name](targets, classes)).map(alternative);
}

const suits: Readonly<Record<AccuracyName, (targets: Table, classes: number) => boolean>> = {
  binaryAccuracy: ({ values, columns }, classes) =>
    columns === classes && values.every((value) => value === 0 || value === 1),
  categoricalAccuracy: (targets, classes) => classes > 1 && targets.columns === classes && sumToOne(targets),
  sparseCategoricalAccuracy: ({ values, columns }, classes) =>
    classes > 1 &&
    columns === 1 &&
    values.every((value) => Number.isInteger(value) && value >= 0 && value < classes),
};

function sumToOne({ values, columns }: Table): boolean {
  for (let start = 0; start < values.length; start += columns) {
    let sum = 0;
    for (const value of values.subarray(start, start + columns)) sum += value;
    if (Math.abs(sum - 1) > 1e-3) return false;
  }
  return true;
}

function alternative(name: AccuracyName): AccuracyAlternative {
  const formula = accuracyFormula(name);
  return {
    name,
    reported: name,
    resolved: name,
    kind: formula.kind,
    batchwise: formula.batchwise,
    perRow: (targets, predictions) => perRow(formula.of(targets, predictions)!, predictions.rows),
  };
}
