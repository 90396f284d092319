import * as tf from '@tensorflow/tfjs';
import type { WasmBackend } from '../wasmInternals';

interface Result {
  readonly finish: () => void;
  /** Their data stay until then. */
  readonly needed: readonly tf.Tensor[];
  readonly bytes: number;
}

/** So much is kept for results that nobody has asked for: padded images, and room to pack matrices in. */
const mostBytes = 2 ** 25;

/**
 * Results that other threads still compute. Whoever reads one waits for it first: kernels, and whoever wants its numbers, find data by `dataIdMap.get`, and
 * nowhere else.
 */
export class Unfinished {
  /** By their data, the oldest first. */
  private readonly results = new Map<object, Result>();
  private bytes = 0;

  constructor(private readonly backend: WasmBackend) {
    const { dataIdMap } = backend;
    const get = dataIdMap.get.bind(dataIdMap);
    dataIdMap.get = (data) => {
      if (this.results.size > 0) this.finish(data);
      return get(data);
    };
  }

  add(data: object, finish: () => void, needed: readonly tf.TensorInfo[]): void {
    const kept = needed.map((tensor) => tf.keep(this.another(tensor)));
    const bytes = kept.reduce((sum, { size }) => sum + size * Float32Array.BYTES_PER_ELEMENT, 0);
    this.results.set(data, { finish, needed: kept, bytes });
    this.bytes += bytes;
    for (const oldest of this.results.keys()) {
      if (this.bytes <= mostBytes) break;
      this.finish(oldest);
    }
  }

  finishAll(): void {
    for (const data of this.results.keys()) this.finish(data);
  }

  private finish(data: object): void {
    const result = this.results.get(data);
    if (result === undefined) return;
    this.results.delete(data);
    this.bytes -= result.bytes;
    try {
      result.finish();
    } finally {
      tf.dispose([...result.needed]);
    }
  }

  /** Another tensor of the same data, which may outlive the first. */
  private another({ dataId, shape, dtype }: tf.TensorInfo): tf.Tensor {
    this.backend.incRef(dataId);
    return tf.engine().makeTensorFromTensorInfo({ dataId, shape, dtype });
  }
}

const key = Symbol.for('tfjs-wasm-training.unfinished');

interface Holder {
  [key]?: Unfinished;
}

/** Held by the backend, so that a second copy of this file finds it. */
export const unfinishedOf = (backend: WasmBackend & Holder): Unfinished =>
  (backend[key] ??= new Unfinished(backend));

/** Waits for all results of a backend, of whatever kind it is. */
export function finishResultsOf(backend: object | undefined): void {
  (backend as Holder | undefined)?.[key]?.finishAll();
}
