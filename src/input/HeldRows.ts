import type { Tensor } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import type { Batch, Batching, Rows } from './Rows';

/** Rows in memory, in any order and any batches. */
export class HeldRows implements Rows {
  readonly streamed = false;
  readonly largestBatch = undefined;
  readonly count: number;

  constructor(
    readonly xs: readonly Tensor[],
    readonly ys: readonly Tensor[],
    private readonly made: readonly Tensor[],
  ) {
    this.count = xs[0]!.shape[0]!;
  }

  async each({ order, batchSize }: Batching, use: (batch: Batch) => Promise<void>): Promise<void> {
    for (let start = 0; start < order.length; start += batchSize) {
      const rows = order.subarray(start, start + batchSize);
      const { xs, ys } = this.gathered(rows);
      try {
        await use({ rows, xs, ys });
      } finally {
        tf.dispose([xs, ys]);
      }
    }
  }

  private gathered(rows: Int32Array): { xs: Tensor[]; ys: Tensor[] } {
    return tf.tidy(() => {
      const at = tf.tensor1d(rows, 'int32');
      const of = (tensor: Tensor): Tensor => tf.gather(tensor, at);
      return { xs: this.xs.map(of), ys: this.ys.map(of) };
    });
  }

  dispose(): void {
    tf.dispose([...this.made]);
  }
}
