import type { Tensor } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import type { BatchDataset } from './Data';
import { inputError } from './inputError';
import type { Batch, Batching, Rows } from './Rows';

/** One element of a stream, taken and checked; everything in `all` is to be disposed after use. */
export interface TakenBatch {
  readonly xs: readonly Tensor[];
  readonly ys: readonly Tensor[];
  readonly all: readonly Tensor[];
}

/** Rows that pass by, one batch in memory at a time, in the batches and the order of the dataset. */
export class StreamedRows implements Rows {
  readonly streamed = true;
  private seen: { readonly count: number; readonly largestBatch: number } | undefined;

  constructor(
    private readonly dataset: Pick<BatchDataset, 'iterator'>,
    /** Told how many rows came before, for its errors. */
    private readonly take: (element: unknown, before: number) => Promise<TakenBatch>,
    private readonly where: string,
  ) {}

  get count(): number {
    return this.seen?.count ?? NaN;
  }

  get largestBatch(): number {
    return this.seen?.largestBatch ?? NaN;
  }

  async each(_batching: Batching, use: (batch: Batch) => Promise<void>): Promise<void> {
    const iterator = await this.dataset.iterator();
    let [count, largestBatch] = [0, 0];
    for (let step = await iterator.next(); step.value != null; step = await iterator.next()) {
      const { xs, ys, all } = await this.take(step.value, count);
      try {
        const size = xs[0]!.shape[0];
        await use({ rows: Int32Array.from({ length: size }, (_, i) => count + i), xs, ys });
        [count, largestBatch] = [count + size, Math.max(largestBatch, size)];
      } finally {
        tf.dispose([...all]);
      }
      if (step.done === true) break;
    }
    this.remember(count, largestBatch);
  }

  /** The batches for whoever disposes them himself; `given` makes a new tensor of each target. */
  async iterator(given: (ys: Tensor, output: number) => Tensor): Promise<{
    next(): Promise<{ done: boolean; value: { xs: Tensor[]; ys: Tensor[] } | null }>;
  }> {
    const iterator = await this.dataset.iterator();
    let before = 0;
    return {
      next: async () => {
        const { value, done = false } = await iterator.next();
        if (value == null) return { done: true, value: null };
        const { xs, ys, all } = await this.take(value, before);
        before += xs[0]!.shape[0];
        try {
          return { done, value: { xs: xs.map((x) => tf.clone(x)), ys: ys.map(given) } };
        } finally {
          tf.dispose([...all]);
        }
      },
    };
  }

  private remember(count: number, largestBatch: number): void {
    const before = this.seen?.count ?? count;
    if (count > 0 && count === before) this.seen = { count, largestBatch };
    else throw notTheSameAgain(this.where, before, count);
  }

  dispose(): void {
    // Every batch is disposed once it is used.
  }
}

function notTheSameAgain(where: string, before: number, count: number): TypeError {
  return inputError({
    what: `The data of ${where}`,
    given:
      count === before
        ? 'a dataset without a batch'
        : `a dataset that gave ${before} rows when it was read first, and ${count} when it was read again`,
    allowed: 'a dataset that gives the same rows whenever it is read, at least one',
    next:
      count === before
        ? 'look at what fills it: an empty selection passes every test by accident'
        : 'make it start over: tf.data.generator(function* () { ... }), and not an iterator that is used up',
  });
}
