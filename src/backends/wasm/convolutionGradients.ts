import * as tf from '@tensorflow/tfjs';
import { isComputingGradients } from './gradientDepth';
import { heapStart, heapTensor, zeroHeapTensor } from './heapTensor';
import { timesTranspose, transposeTimes } from './matrixProducts';
import { ownFilterGradient } from './own/convolution';
import { ownInputGradient } from './own/inputGradient';
import { ownKernels } from './own/startOwnKernels';
import { gatherPatches, patchChunks, scatterPatches } from './patches';
import { patchesAreInput, patchSize, type PatchGeometry } from './PatchGeometry';
import type { WasmBackend } from './wasmInternals';

/**
 * With the input laid out as a matrix of patches, one row for each output element, a convolution is
 * `y = patches · filter`; so the filter's gradient is `patchesᵀ · dy`, and the patches' gradient is `dy · filterᵀ`, which
 * is added back to where the patches came from.
 */

/** The gradient of the filter [..., output channels]. */
export function filterGradient(
  backend: WasmBackend,
  { x, dy }: { readonly x: tf.Tensor; readonly dy: tf.Tensor },
  geometry: PatchGeometry,
  filterShape: readonly number[],
): tf.Tensor {
  const kernels = ownKernels(backend);
  if (kernels === undefined || x.size === 0 || dy.size === 0)
    return tf.reshape(recomposedFilterGradient(backend, x, dy, geometry), [...filterShape]);
  return ownFilterGradient(backend, kernels, { x, dy, later: isComputingGradients() }, geometry, filterShape);
}

function recomposedFilterGradient(
  backend: WasmBackend,
  x: tf.Tensor,
  dy: tf.Tensor,
  geometry: PatchGeometry,
): tf.Tensor2D {
  const size = patchSize(geometry);
  const dyMatrix = asMatrix(dy);
  if (patchesAreInput(geometry)) return transposeTimes(tf.reshape(x, [-1, size]), dyMatrix);
  const width = geometry.output[2];
  let sum: tf.Tensor2D | undefined;
  for (const { first, last } of patchChunks(geometry)) {
    const previous = sum;
    sum = tf.tidy(() => {
      const patches = heapTensor(backend, [(last - first) * width, size]) as tf.Tensor2D;
      const source = heapStart(backend, x);
      const target = heapStart(backend, patches);
      gatherPatches(backend.wasm.HEAPF32, geometry, { source, target, first, last });
      const product = transposeTimes(patches, matrixRows(backend, dyMatrix, first * width, last * width));
      return previous === undefined ? product : tf.add(previous, product);
    });
    previous?.dispose();
  }
  return sum ?? tf.zeros([size, dyMatrix.shape[1]]);
}

/** The gradient of the input, in the input's shape. `filter` is [patch size, output channels]. */
export function inputGradient(
  backend: WasmBackend,
  dy: tf.Tensor,
  filter: tf.Tensor2D,
  geometry: PatchGeometry,
  inputShape: readonly number[],
): tf.Tensor {
  const kernels = ownKernels(backend);
  if (kernels !== undefined && fillsColumns(geometry) && dy.size > 0)
    return ownInputGradient(backend, kernels, dy, filter, geometry, inputShape);
  const dyMatrix = asMatrix(dy);
  if (patchesAreInput(geometry)) return tf.reshape(timesTranspose(dyMatrix, filter), [...inputShape]);
  const dx = zeroHeapTensor(backend, inputShape);
  const width = geometry.output[2];
  for (const { first, last } of patchChunks(geometry)) {
    tf.tidy(() => {
      const patches = timesTranspose(matrixRows(backend, dyMatrix, first * width, last * width), filter);
      const source = heapStart(backend, patches);
      const target = heapStart(backend, dx);
      scatterPatches(backend.wasm.HEAPF32, geometry, { source, target, first, last });
    });
  }
  return dx;
}

/** Of the eight columns that are computed at once, an input gradient has one for each channel; its patches have more. */
const fillsColumns = ({ channels, kernel }: PatchGeometry): boolean =>
  channels >= 4 || kernel.every((size) => size === 1);

const asMatrix = (dy: tf.Tensor): tf.Tensor2D => tf.reshape(dy, [-1, dy.shape[dy.rank - 1] ?? 1]);

/** tfjs' slice copies the whole tensor to JavaScript before it takes its part. */
function matrixRows(backend: WasmBackend, matrix: tf.Tensor2D, first: number, last: number): tf.Tensor2D {
  const [rows, columns] = matrix.shape;
  if (first === 0 && last === rows) return matrix;
  const part = heapTensor(backend, [last - first, columns]) as tf.Tensor2D;
  const from = heapStart(backend, matrix) + first * columns;
  backend.wasm.HEAPF32.copyWithin(heapStart(backend, part), from, from + part.size);
  return part;
}
