import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import { given } from '../../input/given';
import { inputError } from '../../input/inputError';
import type { TensorFunction } from './Compiled';
import type { Metric } from './Metric';
import { isPerRow, perRow } from './perRow';
import type { Table } from './Table';
import type { Shaped } from './vectors';

/** A loss or metric that is not one of tfjs, by calling it. `what` names it in errors. */
export function ownFunction(of: TensorFunction, what: string): Pick<Metric, 'batchwise' | 'perRow'> {
  let batchwise: boolean | undefined;
  return {
    get batchwise() {
      return batchwise;
    },
    perRow: async (targets, predictions) => {
      const returned = await resultOf(of, targets, predictions, what);
      batchwise = batchwise === true || !isPerRow(returned.shape, predictions.rows);
      return perRow(returned, predictions.rows);
    },
  };
}

async function resultOf(
  of: TensorFunction,
  targets: Table,
  predictions: Table,
  what: string,
): Promise<Shaped> {
  let returned: unknown;
  const [kept] = tf.tidy(() => {
    returned = called(of, targets, predictions, what);
    // A copy, because it may be a constant of theirs.
    return returned instanceof tf.Tensor ? [returned.clone()] : [];
  });
  // tfjs takes the mean of a number too.
  if (typeof returned === 'number') return { shape: [], values: Float64Array.of(returned) };
  if (kept === undefined) throw notATensor(returned, what);
  try {
    return { shape: kept.shape as number[], values: Float64Array.from(await kept.data()) };
  } finally {
    kept.dispose();
  }
}

function called(of: TensorFunction, targets: Table, predictions: Table, what: string): unknown {
  try {
    return of(tensorOf(targets), tensorOf(predictions));
  } catch (cause) {
    const shapes = [targets, predictions]
      .map(({ shape }) => `[${shape.join(', ')}]`)
      .join(' and predictions ');
    const error = inputError({
      what,
      given: `a function that throws for targets ${shapes}: ${cause instanceof Error ? cause.message : String(cause)}`,
      allowed,
      next: 'call it with two tensors of these shapes and see what it does not take',
    });
    error.cause = cause;
    throw error;
  }
}

const allowed =
  'a function of targets and predictions that returns a tensor, one number per row or one for the batch';

function notATensor(returned: unknown, what: string): TypeError {
  const isPromise = returned instanceof Promise;
  // Nobody waits for it, and its failure would end the process.
  if (isPromise) returned.catch(() => undefined);
  return inputError({
    what,
    given: `a function that returns ${returned === undefined ? 'nothing' : given(returned)}`,
    allowed,
    next: isPromise
      ? 'make it synchronous: tfjs does not wait for a loss or metric either'
      : 'return the tensor that the computation ends in',
  });
}

function tensorOf({ values, shape, dtype }: Table): Tensor {
  return tf.tensor(values, [...shape], dtype);
}
