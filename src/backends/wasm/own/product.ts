import * as tf from '@tensorflow/tfjs';
import { heapPlace, heapStart, heapTensor } from '../heapTensor';
import type { WasmBackend } from '../wasmInternals';
import type { Factor, MatrixView } from './MatrixView';
import type { OwnKernels } from './OwnKernels';
import { packedLength } from './shared/product';
import { unfinishedOf } from './Unfinished';

export interface Product {
  readonly a: Factor;
  readonly b: Factor;
  /** Where the result goes, and where in it each row starts, in floats. */
  readonly c: { readonly tensor: tf.TensorInfo; readonly rows: Uint32Array };
  /** One number for each column, added to all rows. */
  readonly bias?: tf.TensorInfo | undefined;
}

const bytes = Float32Array.BYTES_PER_ELEMENT;

const columns = ({ segments, segmentLength }: MatrixView): number => segments.length * segmentLength;

/** Writes A·B plus the bias into C, and leaves nothing else behind. The inner dimension is not zero. */
export function multiply(backend: WasmBackend, kernels: OwnKernels, product: Product): void {
  tf.tidy(() => {
    kernels.product(...placed(backend, kernels, product).args);
  });
}

/** The same while other kernels are called: whoever reads C, by its data, waits for it. */
export function startMultiplying(backend: WasmBackend, kernels: OwnKernels, product: Product): void {
  tf.tidy(() => {
    const { args, scratch } = placed(backend, kernels, product);
    const finish = kernels.startProduct(...args);
    if (finish === undefined) return;
    const { a, b, c } = product;
    unfinishedOf(backend).add(c.tensor.dataId, finish, [scratch, a.view.tensor, b.view.tensor]);
  });
}

interface Placed {
  readonly args: Parameters<OwnKernels['product']>;
  /** What the addresses point to, beside the tensors. */
  readonly scratch: tf.Tensor;
}

function placed(backend: WasmBackend, kernels: OwnKernels, { a, b, c, bias }: Product): Placed {
  const tables = [a.view.rows, a.view.segments, b.view.rows, b.view.segments, c.rows] as const;
  const length = tables.reduce((sum, table) => sum + table.length, 0);
  const packed = kernels.threads * packedLength;
  const scratch = heapTensor(backend, [packed + length]);
  const [inA, inB, inC] = [a.view.tensor, b.view.tensor, c.tensor].map((at) => heapPlace(backend, at));
  const biasAt = bias === undefined ? 0 : heapPlace(backend, bias);
  const start = heapStart(backend, scratch);
  // Last: whatever comes before may have moved the heap.
  const words = new Uint32Array(backend.wasm.HEAPF32.buffer);
  let next = start + packed;
  const written = (table: Uint32Array, base: number): number => {
    const at = next;
    // Asked in the loop, it takes longer than all the rest: see `firstNonFinite`.
    const count = table.length;
    for (let index = 0; index < count; index++) words[next++] = base + (table[index] as number) * bytes;
    return at * bytes;
  };
  const [aRows, aSegments, bRows, bSegments, cRows] = tables;
  const args: Placed['args'] = [
    a.transposed ? columns(a.view) : a.view.rows.length,
    b.transposed ? b.view.rows.length : columns(b.view),
    a.transposed ? a.view.rows.length : columns(a.view),
    written(aRows, inA as number),
    written(aSegments, 0),
    a.view.segmentLength,
    a.transposed,
    written(bRows, inB as number),
    written(bSegments, 0),
    b.view.segmentLength,
    b.transposed,
    written(cRows, inC as number),
    biasAt,
    start * bytes,
  ];
  return { args, scratch };
}
