import { accuracyFunctions, type AccuracyName } from './accuracyFunctions';
import { batchFormulas } from './batchFormulas';
import type { CoreLossName } from './coreLossFunctions';
import { flattenedIndices, squeezedIndices } from './indices';
import { type KnownLoss, knownLosses } from './knownLosses';
import { lossFunctions, type LossName } from './lossFunctions';
import type { Table } from './Table';
import { broadcasting, type OfVectors, overVectors, sameShape, type Shaped, vectorsOf } from './vectors';

export type FormulaName = KnownLoss | AccuracyName | keyof typeof batchFormulas;

/** How a loss or metric of tfjs is computed, in float64. */
export interface Formula {
  readonly name: FormulaName;
  readonly kind: 'accuracy' | 'other';
  readonly batchwise: boolean;
  /** As tfjs returns it, before the mean; undefined for shapes that tfjs throws at. */
  of(targets: Table, predictions: Table): Shaped | undefined;
}

const ofEqualShapes =
  (of: OfVectors): Formula['of'] =>
  (t, p) =>
    sameShape(t, p) ? broadcasting(t, p, of) : undefined;

const ofIndices =
  (of: OfVectors, indicesOf: typeof flattenedIndices): Formula['of'] =>
  (t, p) => {
    const indices = indicesOf(t, p);
    return indices && overVectors(indices, vectorsOf(p), of);
  };

export function lossFormula(name: LossName): Formula {
  return { name, kind: 'other', batchwise: false, of: ofLoss(name) };
}

function ofLoss(name: LossName): Formula['of'] {
  const of = lossFunctions[name];
  if (name === 'sparseCategoricalCrossentropy') return ofIndices(of, flattenedIndices);
  return name === 'binaryCrossentropy' ? ofEqualShapes(of) : (t, p) => broadcasting(t, p, of);
}

/** Those of `tf.losses`: the mean over the whole batch, as a scalar. */
export function coreLossFormula(name: CoreLossName | 'meanSquaredError'): Formula {
  const of = ofEqualShapes(knownLosses[name]);
  return { name, kind: 'other', batchwise: true, of: (t, p) => ofNoRow(of(t, p)) };
}

function ofNoRow(shaped: Shaped | undefined): Shaped | undefined {
  return shaped && { shape: [], values: shaped.values };
}

export function accuracyFormula(name: AccuracyName): Formula {
  return { name, kind: 'accuracy', batchwise: false, of: ofAccuracy(name) };
}

function ofAccuracy(name: AccuracyName): Formula['of'] {
  const of = accuracyFunctions[name];
  switch (name) {
    case 'binaryAccuracy':
      return (t, p) => broadcasting(t, p, of);
    case 'sparseCategoricalAccuracy':
      return ofIndices(of, squeezedIndices);
    case 'categoricalAccuracy':
      // The largest of each is taken before they are compared: their widths need not fit.
      return (t, p) => overVectors(vectorsOf(t), vectorsOf(p), of);
  }
}

export function batchFormula(name: keyof typeof batchFormulas): Formula {
  return { name, kind: 'other', batchwise: true, of: batchFormulas[name] };
}
