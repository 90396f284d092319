import type { Data } from '../../input/Data';
import { inputError } from '../../input/inputError';
import { rowsOf } from '../../input/rowsOf';
import * as rules from '../../input/rules';
import { BatchMetrics } from '../metrics/BatchMetrics';
import { classWeights } from '../metrics/classWeights';
import { lossNames } from '../metrics/lossNames';
import type { OutputMetrics } from '../metrics/Metric';
import { metricsOf } from '../metrics/metricsOf';
import { probing } from '../passes/probing';
import type { Recording } from '../recording/Recording';
import { checkProbeOptions, plannedWith, type ProbeOptions, recordingIn } from '../subject/probeOptions';
import type { ModelSubject, Subject } from '../subject/subjectOf';
import { withSubject } from '../subject/withSubject';
import { batchSizeFor } from './batchSizeFor';
import type { FitHistory, FitTime } from './FitTime';
import { modesFrom, surveyed, type Wanted } from './modesFrom';
import type { Modes } from './Modes';
import { promisedBy } from './promisedBy';
import { promisedMetrics } from './promisedMetrics';
import { targetCheck } from './targetCheck';

export interface ModesOptions extends ProbeOptions {
  /** Metrics of the fit's last epoch where there is no recording: `{ acc: 0.98, loss: 0.1 }`. */
  readonly fitTime?: FitTime;
  /** What `model.fit` returned, where there is no recording. */
  readonly history?: FitHistory;
  /** The loss of a model that is not compiled, as `compile` takes it. Default: the one it is compiled with. */
  readonly loss?: unknown;
  /** Names of the classes, in the order of the model: messages call them so. Default: their numbers. */
  readonly classNames?: readonly string[];
  /**
   * Whether other ways of preparing inputs are looked for at whatever it costs: each on up to 256 rows, and in training mode too. By default the
   * search ends at eight predictions of all rows; only with few rows that is an end.
   */
  readonly thorough?: boolean;
  /**
   * Whether up to 64 rows are predicted on TensorFlow.js' own `cpu` engine too, which takes long: tells an engine that predicts something
   * else (`engine-precision`). Default: false.
   */
  readonly otherEngine?: boolean;
  /** The metrics of a model that is not compiled, as `compile` takes them. Default: those it is compiled with. */
  readonly metrics?: unknown;
}

export const modesRules = {
  fitTime: rules.object,
  history: rules.object,
  loss: rules.anything,
  metrics: rules.anything,
  classNames: rules.texts,
  thorough: rules.boolean,
  otherEngine: rules.boolean,
};

/**
 * The mode ladder of a model: its loss and metrics on the same rows at fit time, in training mode, with dropout off,
 * with population statistics in its BatchNorm layers, and in inference mode. Metrics are computed from predictions in
 * float64. The model is the same to the bit afterwards.
 *
 * @param subject a model from `train`; or a layers model, or the path of a saved one, with `recording`, `fitTime` or `history` where no
 *   recording lies beside it
 * @param data the rows. Default: those that the subject was trained on
 * @throws TypeError for data, options or models that cannot be measured
 */
export async function measureModes(
  subject: ModelSubject,
  data?: Data,
  options: ModesOptions = {},
): Promise<Modes> {
  const where = 'measureModes';
  checkProbeOptions(where, options, modesRules);
  return modesOf(subject, data, options, where);
}

/**
 * `measureModes` for a caller that has checked the options and speaks under its own name.
 *
 * @param wanted what more, or less, than the modes the caller wants to know
 */
export async function modesOf(
  received: unknown,
  data: Data | undefined,
  options: ModesOptions,
  where: string,
  wanted?: Wanted,
): Promise<Modes> {
  return withSubject(received, where, (subject) => modesOfSubject(subject, data, options, where, wanted));
}

async function modesOfSubject(
  subject: Subject,
  data: Data | undefined,
  options: ModesOptions,
  where: string,
  wanted: Wanted | undefined,
): Promise<Modes> {
  const { model } = subject;
  const recording = recordingIn(options.recording, where) ?? subject.recording;
  const reported = promisedBy({ recording, fitTime: options.fitTime, history: options.history }, where);
  const outputs = metricsOf(model, where, options);
  if (options.fitTime === undefined && options.history === undefined)
    checkSameLoss(outputs, recording, where);
  const names = outputs.map(({ output }) => output);
  const metrics = new BatchMetrics(outputs, classWeights(recording?.classWeight, names, where), where);
  const promised = promisedMetrics(reported, outputs, where);
  const rows = await rowsOf(data ?? subject.data, model, where, targetCheck(outputs, where));
  try {
    const batchSize = batchSizeFor(model, rows, options.batchSize, recording, where);
    const plan = {
      ...plannedWith(options),
      batchSize,
      recording,
      inferenceBatchSize: forInference(outputs, batchSize),
    };
    const asked = { thorough: options.thorough ?? false, asksOtherEngine: options.otherEngine ?? false };
    const measurement = { model, rows, plan, outputs, metrics, reported, promised, ...asked };
    const modes = await probing(model, () =>
      wanted === undefined ? surveyed(measurement) : modesFrom(measurement, wanted),
    );
    return { ...modes, classNames: options.classNames };
  } finally {
    rows.dispose();
  }
}

/** Numbers of one loss are no promise about another: a model may have been compiled anew since. */
function checkSameLoss(
  outputs: readonly OutputMetrics[],
  recording: Recording | undefined,
  where: string,
): void {
  const [recorded, now] = [recording?.losses, lossNames(outputs)];
  if (recorded === undefined || recorded.join() === now.join()) return;
  throw inputError({
    what: `The recording given to ${where}`,
    given: `one of a fit with the loss ${recorded.join(', ')}, for a model with the loss ${now.join(', ')}`,
    allowed: 'a recording of the loss that the model is judged by',
    next: 'compile the model as for its training, or give the option `loss` where it is not compiled',
  });
}

/** A metric that belongs to a whole batch is measured on batches like those of the fit. */
function forInference(outputs: readonly OutputMetrics[], batchSize: number): number {
  const batchwise = outputs.some(({ loss, others }) =>
    [loss, ...others].some((metric) => metric.batchwise !== false),
  );
  return batchwise ? batchSize : 32;
}
