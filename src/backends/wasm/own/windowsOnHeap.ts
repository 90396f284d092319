import { heapStart, heapTensor } from '../heapTensor';
import type { PatchGeometry } from '../PatchGeometry';
import type { WasmBackend } from '../wasmInternals';
import type { OwnKernels } from './OwnKernels';
import type { WindowsAt } from './WindowsAt';

const bytes = Float32Array.BYTES_PER_ELEMENT;

/** Writes down how windows lie, as `assembly/Windows.ts` reads it, with room for each thread behind it. It belongs to the surrounding tidy. */
export function windowsOnHeap(
  backend: WasmBackend,
  { threads }: OwnKernels,
  geometry: PatchGeometry,
): WindowsAt {
  const { batch, channels, input, output, kernel, stride, dilation, padBefore } = geometry;
  const numbers = [batch, channels, ...input, ...output, ...kernel, ...stride, ...dilation, ...padBefore];
  const pairs = kernel[0] * kernel[1] * kernel[2];
  const scratch = heapTensor(backend, [numbers.length + threads * 2 * pairs]);
  const start = heapStart(backend, scratch);
  new Int32Array(backend.wasm.HEAPF32.buffer).set(numbers, start);
  return { geometry, windows: start * bytes, lists: (start + numbers.length) * bytes };
}
