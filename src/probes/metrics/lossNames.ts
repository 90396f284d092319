import type { OutputMetrics } from './Metric';

/** What each output's loss is called in a recording and in messages. */
export function lossNames(outputs: readonly Pick<OutputMetrics, 'loss'>[]): readonly string[] {
  return outputs.map(({ loss }) => loss.resolved ?? 'a function of its own');
}
