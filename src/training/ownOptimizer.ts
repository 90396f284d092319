import type { LayersModel, Optimizer } from '@tensorflow/tfjs';
import type { TrainOptions } from './TrainOptions';

/**
 * The options for a model that a factory made, with an optimizer of its own: a copy by its configuration where an instance
 * is given, here or by the factory. An instance goes on with the moments of its last fit, so the second of two fits with
 * one seed would come out another; and what it holds for this model could not be freed.
 */
export function withOwnOptimizer(options: TrainOptions, model: LayersModel): TrainOptions {
  const optimizer = options.optimizer ?? sharedOptimizer(model);
  return typeof optimizer === 'object' ? { ...options, optimizer: copyOf(optimizer) } : options;
}

const copies = new WeakSet<Optimizer>();

/** The optimizer that only this model uses: made by `compile` from a name, or copied here. */
export function ownOptimizer(model: LayersModel): Optimizer | undefined {
  const { optimizer, isOptimizerOwned } = model as unknown as Compiled;
  return optimizer !== undefined && (isOptimizerOwned || copies.has(optimizer)) ? optimizer : undefined;
}

interface Compiled {
  readonly optimizer?: Optimizer;
  readonly isOptimizerOwned: boolean;
}

function sharedOptimizer(model: LayersModel): Optimizer | undefined {
  return ownOptimizer(model) === undefined ? (model as unknown as Compiled).optimizer : undefined;
}

function copyOf(optimizer: Optimizer): Optimizer {
  const type = optimizer.constructor as unknown as {
    fromConfig(type: unknown, config: ReturnType<Optimizer['getConfig']>): Optimizer;
  };
  const copy = type.fromConfig(type, optimizer.getConfig());
  copies.add(copy);
  return copy;
}
