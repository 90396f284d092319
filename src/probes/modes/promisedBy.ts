import { given } from '../../input/given';
import { inputError } from '../../input/inputError';
import { canonicalName } from '../recording/canonicalMetrics';
import type { MetricValues, Recording } from '../recording/Recording';
import type { FitHistory, FitTime } from './FitTime';

/** What was promised, as reported; a recording knows the penalties in it. */
export interface Reported {
  readonly metrics: MetricValues;
  readonly recorded: boolean;
  /** Undefined where it is not known what penalties are in the loss. */
  readonly penalty: number | undefined;
}

export interface PromiseSources {
  readonly recording: Recording | undefined;
  readonly fitTime: FitTime | undefined;
  readonly history: FitHistory | undefined;
}

/** The fit-time metrics, from the first of: the option `fitTime`, the option `history`, the recording. */
export function promisedBy({ recording, fitTime, history }: PromiseSources, where: string): Reported {
  if (fitTime !== undefined && history !== undefined) throw twoPromises(where);
  if (fitTime !== undefined)
    return {
      metrics: numbersIn(fitTime, 'fitTime', where),
      recorded: recording !== undefined,
      penalty: undefined,
    };
  if (history !== undefined)
    return { metrics: lastEpoch(history, where), recorded: recording !== undefined, penalty: undefined };
  if (recording === undefined) throw nothingPromised(where);
  const metrics = withoutValidation(recording.epochs.at(-1)!);
  return { metrics, recorded: true, penalty: recording.penalty };
}

function twoPromises(where: string): TypeError {
  return inputError({
    what: `The options \`fitTime\` and \`history\` of ${where}`,
    given: 'both there',
    allowed: 'one of them: each says what the fit reported',
    next: 'leave one out',
  });
}

function nothingPromised(where: string): TypeError {
  return inputError({
    what: `The subject of ${where}`,
    given: 'a model without a recording: nobody knows what its training promised',
    allowed: 'a model from train(), or a model with one of the options recording, fitTime, history',
    next: 'pass { recording: recordTraining(...) } that was a callback of fit, { history: await model.fit(...) }, or { fitTime: { acc: 0.98, loss: 0.1 } }',
  });
}

function lastEpoch(history: FitHistory, where: string): MetricValues {
  const epochs = (
    'history' in history && !Array.isArray(history.history) ? history.history : history
  ) as Readonly<Record<string, readonly unknown[]>>;
  const last = Object.entries(epochs).map(([name, values]) => [
    name,
    Array.isArray(values) ? (values as unknown[]).at(-1) : values,
  ]);
  return numbersIn(Object.fromEntries(last) as Record<string, unknown>, 'history', where);
}

function numbersIn(values: Readonly<Record<string, unknown>>, option: string, where: string): MetricValues {
  const metrics: Record<string, number> = {};
  for (const [name, value] of Object.entries(withoutValidation(values))) {
    if (typeof value !== 'number') {
      throw inputError({
        what: `\`${name}\` in the option \`${option}\` of ${where}`,
        given: given(value),
        allowed: 'a number',
        next: 'pass what fit reported for its last epoch, e.g. { acc: 0.98, loss: 0.1 }',
      });
    }
    metrics[canonicalName(name)] = value;
  }
  if (Object.keys(metrics).length > 0) return metrics;
  throw inputError({
    what: `The option \`${option}\` of ${where}`,
    given: 'without a metric of the training rows',
    allowed: 'acc, loss, or any metric that the model was compiled with',
    next: 'pass what fit reported for its last epoch, e.g. { acc: 0.98, loss: 0.1 }',
  });
}

function withoutValidation<T>(values: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !name.startsWith('val_')));
}
