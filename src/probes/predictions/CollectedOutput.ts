import type { Tensor } from '@tensorflow/tfjs';
import type { PredictedOutput } from './Predictions';

type Numbers = PredictedOutput['values'];

/** The batches of one output, one after another. Where the number of rows is known, they are copied once. */
export class CollectedOutput {
  private values: Numbers | undefined;
  private length = 0;
  private rest: readonly number[] = [];
  private dtype: PredictedOutput['dtype'] = 'float32';

  constructor(private readonly rows: number | undefined) {}

  add({ shape, dtype }: Tensor, batch: Numbers): void {
    this.rest = shape.slice(1);
    this.dtype = dtype as PredictedOutput['dtype'];
    const perRow = batch.length / (shape[0] ?? 1);
    this.values = withRoom(this.values, batch, (this.rows ?? 0) * perRow, this.length);
    this.values.set(batch, this.length);
    this.length += batch.length;
  }

  result(): Omit<PredictedOutput, 'name'> {
    const values = this.values!.length === this.length ? this.values! : this.values!.slice(0, this.length);
    const perRow = this.rest.reduce((product, size) => product * size, 1);
    return { dtype: this.dtype, shape: [this.length / perRow, ...this.rest], values };
  }
}

/** Doubles where the end is not known. */
function withRoom(values: Numbers | undefined, batch: Numbers, wanted: number, used: number): Numbers {
  const needed = used + batch.length;
  if (values !== undefined && values.length >= needed) return values;
  const Values = batch.constructor as new (length: number) => Numbers;
  const larger = new Values(Math.max(wanted, needed, 2 * (values?.length ?? 0)));
  if (values !== undefined) larger.set(values);
  return larger;
}
