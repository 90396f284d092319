import type { LayersModel, Optimizer } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { given } from '../../input/given';
import { inputError } from '../../input/inputError';
import { foreignLayers } from '../../probes/model/foreignLayers';
import { layersOf } from '../../probes/model/layersOf';
import type { TrainOptions } from '../TrainOptions';
import { foreignClassIn } from './foreignClassIn';
import { tensorsIn } from './trainingFacts';

/** The optimizers of tfjs, by class: what another one keeps and does, nobody knows. */
const optimizers = (): readonly unknown[] => [
  tf.SGDOptimizer,
  tf.MomentumOptimizer,
  tf.AdagradOptimizer,
  tf.AdadeltaOptimizer,
  tf.RMSPropOptimizer,
  tf.AdamOptimizer,
  tf.AdamaxOptimizer,
];

/**
 * Refuses what decides the result of a training and cannot be told from something else by looking at it: functions, streams, code of
 * somebody's own. A hit on another training would be worse than none.
 */
export function refuseUncachable(
  model: LayersModel,
  options: TrainOptions,
  { streamed }: { readonly streamed: boolean },
): void {
  if (options.callbacks !== undefined) throw uncachable('callbacks', 'given: what they do, nobody can see');
  if (options.validationData !== undefined && tensorsIn(options.validationData) === undefined)
    throw uncachable('validationData', given(options.validationData), 'pass [xs, ys], tensors in memory');
  if (streamed)
    throw uncachable('data', 'a stream, which is gone once it is read', 'pass { xs, ys } in memory');
  const compiled = model as { loss?: unknown; metrics?: unknown; optimizer?: Optimizer };
  for (const name of ['loss', 'metrics'] as const) {
    const own = functionIn(options[name] ?? compiled[name]);
    if (own !== undefined)
      throw uncachable(name, `${given(own)}: what it computes, nobody can see`, 'give it by name');
  }
  const optimizer = options.optimizer ?? compiled.optimizer;
  if (typeof optimizer === 'object' && !optimizers().includes(optimizer.constructor))
    throw uncachable('optimizer', `${given(optimizer)}, which is none of TensorFlow.js`);
  refuseForeign(model);
}

function refuseForeign(model: LayersModel): void {
  const foreign =
    foreignLayers(model)[0] ?? layersOf(model).find(({ layer }) => Object.hasOwn(layer, 'call'));
  if (foreign !== undefined)
    throw uncachable(
      'model',
      `one with a layer of somebody's own (${foreign.path}), whose code nobody can compare`,
    );
  const stateful = layersOf(model).find(({ layer }) => layer.stateful);
  if (stateful !== undefined)
    throw uncachable('model', `one with a stateful layer (${stateful.path}), whose state is no weight`);
  const name = foreignClassIn(model.toJSON(undefined, false));
  if (name !== undefined)
    throw uncachable(
      'model',
      `one with a ${name}, which is no class of TensorFlow.js: nobody can compare its code`,
    );
}

function functionIn(value: unknown): unknown {
  if (typeof value === 'function') return value;
  return typeof value === 'object' && value !== null
    ? Object.values(value).map(functionIn).find(Boolean)
    : undefined;
}

/** @param what an option of `train`, or its subject or data */
function uncachable(what: string, found: string, next = 'leave `cache` out for this training'): TypeError {
  const subjects: Readonly<Record<string, string>> = {
    model: 'The model given to train',
    data: 'The data of train',
  };
  return inputError({
    what: `${subjects[what] ?? `The option \`${what}\` of train`} with \`cache: true\``,
    given: found,
    allowed:
      'what can be compared in full: numbers in memory, and layers, losses, metrics and optimizers of TensorFlow.js',
    next: next.includes('cache') ? next : `${next}, or leave \`cache\` out`,
  });
}
