import type { Table } from './Table';
import type { Vectors } from './vectors';

/** `sparseCategoricalCrossentropy` flattens its indices, whatever their shape, and there must be one for each prediction. */
export function flattenedIndices(targets: Table, { shape }: Table): Vectors | undefined {
  const positions = shape.slice(0, -1);
  const wanted = positions.reduce((a, b) => a * b, 1);
  return targets.values.length === wanted ? indices(targets, positions) : undefined;
}

/** `sparseCategoricalAccuracy` takes the last axis of its indices away where they have as many axes as the predictions. */
export function squeezedIndices(targets: Table, { shape }: Table): Vectors | undefined {
  if (targets.shape.length !== shape.length) return indices(targets, targets.shape);
  return targets.shape.at(-1) === 1 ? indices(targets, targets.shape.slice(0, -1)) : undefined;
}

function indices({ values }: Table, shape: readonly number[]): Vectors {
  return { shape, width: 1, values };
}
