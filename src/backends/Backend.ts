export type Engine = 'cuda' | 'native' | 'webgpu' | 'wasm' | 'cpu';

/** Which engine runs, on what, and what was found out on the way to it. */
export interface BackendReport {
  readonly engine: Engine;
  /** The GPU or CPU that computes. */
  readonly device: string;
  readonly simd: boolean;
  readonly threads: number;
  /**
   * `own`: training multiplies in the kernels of `assembly/`. `recomposed`: in shipped ones, put together anew, where those do not
   * start. `shipped`: in those of the engine alone.
   */
  readonly trainingKernels: 'shipped' | 'recomposed' | 'own';
  /** Whether own kernels have fused multiply-adds: a third faster, and rounded otherwise. */
  readonly fusedMultiplyAdd: boolean;
  /**
   * Whether large products of own kernels use vectors of 256 bits: half the time, and the same bits. It is tried when this is read, or when a
   * product is large enough for the first time.
   */
  readonly wideProducts: boolean;
  readonly versions: { readonly node: string; readonly tfjs: string; readonly backend: string };
  /** Why a preferred engine was passed over, and what else a reader of the figures should know. */
  readonly notes: readonly string[];
  /** One line. */
  toString(): string;
}
