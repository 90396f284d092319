import * as tf from '@tensorflow/tfjs';
import type { LayersModel } from '@tensorflow/tfjs';
import { compiledAs, layersModelPrototype, type LossAndMetrics } from './compiledAs';
import { coreLossFunctions } from './coreLossFunctions';
import { accuracyFormula, batchFormula, coreLossFormula, type Formula, lossFormula } from './formulas';
import { isLossName, lossFunctions } from './lossFunctions';

/** Formulas by the function of tfjs that they are of. */
export type KnownFunctions = ReadonlyMap<unknown, Formula>;

const ofCopies = new WeakMap<object, KnownFunctions>();

/** The functions of the copy of tfjs which built the model, known by identity: those behind its names, `tf.metrics` and `tf.losses`. */
export function knownFunctions(model: LayersModel): KnownFunctions {
  const copy = layersModelPrototype(model);
  const known = ofCopies.get(copy) ?? new Map([...behindNames(model), ...ofMetrics(), ...ofLosses()]);
  ofCopies.set(copy, known);
  return known;
}

type Entries = readonly (readonly [unknown, Formula])[];

/** What `compile` makes of names: functions that tfjs does not export. */
function behindNames(model: LayersModel): Entries {
  const compiled = (args: LossAndMetrics): ReturnType<typeof compiledAs> =>
    compiledAs(model, [{ name: 'output', shape: [null, 2] }], args);
  const metric = (name: string, loss = 'meanSquaredError'): unknown =>
    compiled({ loss, metrics: [name] }).metrics[0]!.of;
  const losses = Object.keys(lossFunctions)
    .filter(isLossName)
    .map((loss) => [compiled({ loss }).losses[0], lossFormula(loss)] as const);
  return [
    ...losses,
    [metric('ce', 'binaryCrossentropy'), lossFormula('binaryCrossentropy')],
    [metric('acc', 'binaryCrossentropy'), accuracyFormula('binaryAccuracy')],
    [metric('acc', 'sparseCategoricalCrossentropy'), accuracyFormula('sparseCategoricalAccuracy')],
    [metric('acc', 'meanSquaredError'), accuracyFormula('categoricalAccuracy')],
    [metric('precision'), batchFormula('precision')],
  ];
}

/** `tf.metrics` wraps the functions behind the names, so that their identity is another. */
function ofMetrics(): Entries {
  const { metrics } = tf;
  return [
    [metrics.binaryAccuracy, accuracyFormula('binaryAccuracy')],
    [metrics.categoricalAccuracy, accuracyFormula('categoricalAccuracy')],
    [metrics.sparseCategoricalAccuracy, accuracyFormula('sparseCategoricalAccuracy')],
    [metrics.binaryCrossentropy, lossFormula('binaryCrossentropy')],
    [metrics.categoricalCrossentropy, lossFormula('categoricalCrossentropy')],
    [metrics.cosineProximity, lossFormula('cosineProximity')],
    ...[metrics.meanSquaredError, metrics.mse, metrics.MSE].map(
      (of) => [of, lossFormula('meanSquaredError')] as const,
    ),
    [metrics.meanAbsoluteError, lossFormula('meanAbsoluteError')],
    ...[metrics.meanAbsolutePercentageError, metrics.mape, metrics.MAPE].map(
      (of) => [of, lossFormula('meanAbsolutePercentageError')] as const,
    ),
    [metrics.precision, batchFormula('precision')],
    [metrics.recall, batchFormula('recall')],
    [metrics.r2Score, batchFormula('r2Score')],
  ];
}

function ofLosses(): Entries {
  const names = Object.keys(coreLossFunctions) as (keyof typeof coreLossFunctions)[];
  return [
    ...names.map((name) => [tf.losses[name], coreLossFormula(name)] as const),
    [tf.losses.meanSquaredError, coreLossFormula('meanSquaredError')],
    [tf.losses.cosineDistance, batchFormula('cosineDistance')],
  ];
}
