import type { OnOtherEngine } from '../../probes/experiments/OnOtherEngine';
import type { Said } from '../Cause';
import type { JudgedMetric } from '../consistency/ConsistencyVerdict';
import { count, metric as figure, quantity } from './figures';

/** Said about an engine that predicts something else than another one. */
export const engineText = {
  differs: ({ rows, engine, here, there, largest }: OnOtherEngine, { name, kind }: JudgedMetric): Said => ({
    evidence: [
      `on ${count(rows, 'row')} the engine ${engine} gives ${name} ${figure(here[name]!, kind)}, and TensorFlow.js' own cpu engine ${figure(there[name]!, kind)}, with the same weights: predictions differ by up to ${quantity(largest)}.`,
    ],
    remedy: [
      'predict on another engine: MODEL_REGRESSION_BACKEND=cpu, native or wasm',
      `update TensorFlow.js and its backend together; if it stays, a kernel of ${engine} is wrong: report the model to TensorFlow.js`,
    ],
  }),
};
