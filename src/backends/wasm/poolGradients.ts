import type * as tf from '@tensorflow/tfjs';
import { heapValues, zeroHeapTensor } from './heapTensor';
import { ownAvgPoolGradient, ownMaxPoolGradient } from './own/pooling';
import { ownKernels } from './own/startOwnKernels';
import { visitWindows } from './poolWindows';
import type { PatchGeometry } from './PatchGeometry';
import type { WasmBackend } from './wasmInternals';

/** The whole gradient of a window goes to its first maximum in row-major order, as in TensorFlow. */
export function maxPoolGradient(
  backend: WasmBackend,
  x: tf.Tensor,
  dy: tf.Tensor,
  geometry: PatchGeometry,
): tf.Tensor {
  const kernels = ownKernels(backend);
  if (kernels !== undefined) return ownMaxPoolGradient(backend, kernels, x, dy, geometry);
  const { channels } = geometry;
  const dx = zeroHeapTensor(backend, x.shape);
  const values = heapValues(backend, x);
  const gradients = heapValues(backend, dy);
  const result = heapValues(backend, dx);
  const best = new Float32Array(channels);
  const winner = new Int32Array(channels);
  visitWindows(geometry, (places, count, output) => {
    if (count === 0) return;
    const start = places[0] as number;
    for (let channel = 0; channel < channels; channel++) {
      best[channel] = values[start + channel] as number;
      winner[channel] = start + channel;
    }
    for (let tap = 1; tap < count; tap++) {
      const place = places[tap] as number;
      for (let channel = 0; channel < channels; channel++) {
        const value = values[place + channel] as number;
        if (value > (best[channel] as number)) {
          best[channel] = value;
          winner[channel] = place + channel;
        }
      }
    }
    for (let channel = 0; channel < channels; channel++) {
      const to = winner[channel] as number;
      result[to] = (result[to] as number) + (gradients[output + channel] as number);
    }
  });
  return dx;
}

/** Every element of a window gets an equal share, counted over the elements that are there and not over the padding. */
export function avgPoolGradient(
  backend: WasmBackend,
  x: tf.Tensor,
  dy: tf.Tensor,
  geometry: PatchGeometry,
): tf.Tensor {
  const kernels = ownKernels(backend);
  if (kernels !== undefined) return ownAvgPoolGradient(backend, kernels, x, dy, geometry);
  const { channels } = geometry;
  const dx = zeroHeapTensor(backend, x.shape);
  const gradients = heapValues(backend, dy);
  const result = heapValues(backend, dx);
  visitWindows(geometry, (places, count, output) => {
    const share = 1 / count;
    for (let tap = 0; tap < count; tap++) {
      const place = places[tap] as number;
      for (let channel = 0; channel < channels; channel++) {
        const to = place + channel;
        result[to] = (result[to] as number) + (gradients[output + channel] as number) * share;
      }
    }
  });
  return dx;
}
