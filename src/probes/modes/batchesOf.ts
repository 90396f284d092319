/** An order of rows cut into batches as `fit` cuts it: the last one may be smaller. */
export function batchesOf(order: Int32Array, batchSize: number): readonly Int32Array[] {
  const batches: Int32Array[] = [];
  for (let start = 0; start < order.length; start += batchSize)
    batches.push(order.subarray(start, start + batchSize));
  return batches;
}
