import type { BatchNormMeasurement } from '../batchNorm/BatchNormMeasurement';
import type { MetricValues, Recording } from '../recording/Recording';
import type { Repair } from '../repairs/Repair';
import type { OnOtherEngine } from '../experiments/OnOtherEngine';
import type { Repeated } from '../experiments/Repeated';
import type { WeightFindings } from '../recording/weightFindings';
import type { FrozenFindings } from './frozenFindings';
import type { Promised } from './FitTime';
import type { Resolution } from './ResolutionTally';

export type RungName =
  'fit-time' | 'training-mode' | 'dropout-off' | 'population-batchnorm' | 'inference-mode';

/** One rung of the mode ladder. */
export interface Rung {
  readonly rung: RungName;
  /** The same metrics on every rung: those that the fit reported. */
  readonly metrics: MetricValues;
  /** Largest minus smallest over the batchings; 0 where there is one. */
  readonly spread: MetricValues;
  /** Change from the rung above; undefined on the first. */
  readonly step: MetricValues | undefined;
}

/** The mode ladder and what it was measured on. */
export interface Modes {
  /** Fit time first, inference mode last; five rungs. */
  readonly ladder: readonly Rung[];
  readonly rows: number;
  readonly batchSize: number;
  readonly batchings: number;
  readonly seed: number;
  /** Names of metrics bounded by 0 and 1 where higher is better. */
  readonly accuracies: readonly string[];
  /** The losses that are judged, by name, with the loss of the best constant prediction; undefined for a loss of one's own. */
  readonly lossScales: Readonly<Record<string, number | undefined>>;
  /** The output that a metric belongs to, where the model has several; the loss in all belongs to none. */
  readonly outputOf: Readonly<Record<string, string>>;
  /**
   * Rows that are wrong in inference mode and right in training mode in every batching, by accuracy metric: a loss that
   * batch composition does not explain.
   */
  readonly keptInTraining: Readonly<Record<string, number>>;
  /** Accuracies in inference mode when rows that hang on rounding count as right. */
  readonly withinMargin: MetricValues;
  /** Training mode with the rows in the order given; undefined where the fit shuffled, or no other batches come of it. */
  readonly inFitOrder: MetricValues | undefined;
  /** What the fit reported, and what was taken out of it. */
  readonly promised: Promised;
  /** Where `accuracy` is not what its name says. */
  readonly resolutions: readonly Resolution[];
  /** Whether the rows are those of the recording; undefined without one. */
  readonly sameRows: boolean | undefined;
  /** Whether the weights are those that the fit ended with; undefined without a recording. */
  readonly sameWeights: boolean | undefined;
  /** Whether inputs, and targets, are those of the recording, each in any order; undefined where it does not tell. */
  readonly sameInputs: boolean | undefined;
  readonly sameTargets: boolean | undefined;
  /** Whose weights are not those of the fit; undefined where nobody looked. */
  readonly weights: WeightFindings | undefined;
  /** What `predict` did a second time; undefined where only layers of tfjs are at work that do not remember. */
  readonly repeated: Repeated | undefined;
  /** What another engine predicts; undefined where nobody asked. */
  readonly onOtherEngine?: OnOtherEngine | undefined;
  /** Metrics that belong to a whole batch, of all rows as one; undefined where there is none, or nobody looked. */
  readonly asOneBatch?: MetricValues | undefined;
  /** Rows whose inference-mode prediction holds NaN or Infinity. */
  readonly nonFiniteRows: readonly number[];
  /** The first weight, in the order of the layers, that holds NaN or Infinity. */
  readonly nonFiniteWeight: string | undefined;
  /** Whether a layer draws random numbers in training mode, or may do anything else there. */
  readonly noisy: boolean;
  /** Paths of layers that are not TensorFlow.js' own: what they do in training mode is their own affair. */
  readonly customLayers: readonly string[];
  /** Whether the rows were streamed, in batches and an order of their own. */
  readonly streamed: boolean;
  /** Whether a stream gave its rows in the same order every time; undefined for rows in memory. */
  readonly sameOrder: boolean | undefined;
  readonly batchNorm: readonly BatchNormMeasurement[];
  readonly frozen: FrozenFindings;
  readonly recording: Recording | undefined;
  /** What the classes are called, in the order of the model; undefined where nobody said. */
  readonly classNames?: readonly string[] | undefined;
  /** What is wrong with the data, where making it right brings back what the fit promised; undefined where nothing does, or nobody looked. */
  readonly repaired?: Repaired | undefined;
}

/** A repair of the data that brings back what the fit promised. */
export interface Repaired {
  readonly repair: Repair;
  /** Others that do so as well: nothing tells them apart. */
  readonly rivals: readonly Repair[];
  /** On repaired rows. */
  readonly modes: Modes;
}
