import type * as tf from '@tensorflow/tfjs';

/**
 * The part of tfjs-backend-wasm 4.22 that the training kernels stand on. None of it is documented; all of it is looked
 * for once, at install, so that a change in the package is an error with a name and not a wrong number.
 */
export interface WasmBackend {
  readonly wasm: {
    readonly HEAPF32: Float32Array;
    /** What the binary exports; its memory only where there is one thread. */
    readonly asm?: { readonly memory?: { readonly buffer: ArrayBufferLike } };
  };
  readonly dataIdMap: { get(dataId: object): { readonly memoryOffset: number } };
  makeOutput(shape: number[], dtype: tf.DataType): tf.TensorInfo;
  incRef(dataId: object): void;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** The running wasm backend, or an error that names what of its inside is not as in 4.22. */
export function wasmBackend(backend: unknown): WasmBackend {
  const missing = missingInternals(backend);
  if (missing.length > 0) {
    throw new Error(
      `@tensorflow/tfjs-backend-wasm has no ${missing.join(', ')}: the training kernels were written for version 4.22. ` +
        'Install @tensorflow/tfjs and @tensorflow/tfjs-backend-wasm in version 4.22.x.',
    );
  }
  return backend as WasmBackend;
}

function missingInternals(backend: unknown): string[] {
  if (!isObject(backend)) return ['backend'];
  const missing: string[] = [];
  const { wasm, dataIdMap } = backend;
  // Asked by its tag: Jest gives every test file typed arrays of its own realm.
  if (!isObject(wasm) || Object.prototype.toString.call(wasm['HEAPF32']) !== '[object Float32Array]') {
    missing.push('wasm.HEAPF32');
  }
  if (!isObject(dataIdMap) || typeof dataIdMap['get'] !== 'function') missing.push('dataIdMap.get()');
  for (const method of ['makeOutput', 'incRef']) {
    if (typeof backend[method] !== 'function') missing.push(`${method}()`);
  }
  return missing;
}
