import * as tf from '@tensorflow/tfjs';
import { heapValues, zeroHeapTensor } from '../heapTensor';
import { trainingKernel } from '../TrainingKernel';

type Inputs = tf.UnsortedSegmentSumInputs & { x: tf.Tensor; segmentIds: tf.Tensor };

/** Not in the shipped backend: the gradient of `gather`, and so of every embedding. */
export const unsortedSegmentSum = trainingKernel<Inputs, tf.UnsortedSegmentSumAttrs>(
  'UnsortedSegmentSum',
  ({ inputs: { x, segmentIds }, attrs: { numSegments }, backend }) => {
    const ids = segmentIds.dataSync();
    const values = x.dtype === 'float32' ? x : tf.cast(x, 'float32');
    const sums = zeroHeapTensor(backend, [numSegments, ...x.shape.slice(1)]);
    addRows(heapValues(backend, values), ids, heapValues(backend, sums), numSegments);
    return x.dtype === 'float32' ? sums : tf.cast(sums, x.dtype);
  },
);

/** As TensorFlow does, rows of ids outside 0 ... segments - 1 are dropped. */
function addRows(rows: Float32Array, ids: ArrayLike<number>, sums: Float32Array, segments: number): void {
  const width = ids.length === 0 ? 0 : rows.length / ids.length;
  for (let row = 0; row < ids.length; row++) {
    const id = ids[row] as number;
    if (id < 0 || id >= segments) continue;
    let from = row * width;
    let to = id * width;
    for (const end = from + width; from < end; from++, to++)
      sums[to] = (sums[to] as number) + (rows[from] as number);
  }
}
