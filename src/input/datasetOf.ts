import type { BatchDataset, BatchGenerator } from './Data';
import { inputError } from './inputError';

/** The dataset that `data` is or makes; undefined where it is no stream. */
export function datasetOf(data: unknown, where: string): Pick<BatchDataset, 'iterator'> | undefined {
  if (typeof data === 'function')
    return { iterator: async () => iteratorOf((data as BatchGenerator)(), where) };
  if (!isDataset(data)) return undefined;
  if (data.size !== Infinity) return data;
  throw inputError({
    what: `The data of ${where}`,
    given: 'a dataset that repeats for ever',
    allowed: 'a dataset with an end',
    next: 'leave .repeat() out, or end it: dataset.take(batches)',
  });
}

function isDataset(data: unknown): data is BatchDataset {
  return (
    typeof data === 'object' && data !== null && 'iterator' in data && typeof data.iterator === 'function'
  );
}

type Step = { readonly done?: boolean; readonly value: unknown };

function iteratorOf(made: unknown, where: string): { next(): Promise<Step> } {
  if (typeof made === 'object' && made !== null) {
    const { [Symbol.asyncIterator]: async, [Symbol.iterator]: sync } = made as Partial<
      AsyncIterable<unknown> & Iterable<unknown>
    >;
    const iterator = async?.call(made) ?? sync?.call(made);
    if (iterator !== undefined) return { next: async () => step(await iterator.next()) };
  }
  throw inputError({
    what: `The data of ${where}`,
    given: 'a function that returns nothing to iterate over',
    allowed: 'a generator function: function* () { yield { xs, ys }; }',
    next: 'let the function yield one batch after the other',
  });
}

/** What a generator returns at its end is no batch. */
function step({ done, value }: IteratorResult<unknown>): Step {
  return done === true ? { done, value: null } : { done: false, value };
}
