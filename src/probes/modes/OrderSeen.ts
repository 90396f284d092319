import type { Batch } from '../../input/Rows';

/** Whether a stream gives its rows in the same order every time, told by its first input and target of each row. */
export class OrderSeen {
  private readonly passes = new Map<string, number>();

  async add(pass: string, { rows, xs, ys }: Batch): Promise<void> {
    let sum = this.passes.get(pass) ?? 0;
    for (const tensor of [xs[0]!, ...ys.slice(0, 1)]) {
      const values = await tensor.data();
      const size = values.length / rows.length;
      for (const [i, row] of rows.entries()) sum += (row + 1) * values[i * size]!;
    }
    this.passes.set(pass, sum);
  }

  get isTheSame(): boolean {
    return new Set(this.passes.values()).size <= 1;
  }
}
