export type Engine = 'cuda' | 'native' | 'wasm' | 'cpu';

/** Which engine runs, on what, and what was found out on the way to it. */
export interface BackendReport {
  readonly engine: Engine;
  /** The GPU or CPU that computes. */
  readonly device: string;
  readonly simd: boolean;
  readonly threads: number;
  /** `recomposed`: training goes through the kernels in `backends/wasm`. `shipped`: through those of the engine alone. */
  readonly trainingKernels: 'shipped' | 'recomposed';
  readonly versions: { readonly node: string; readonly tfjs: string; readonly backend: string };
  /** Why a preferred engine was passed over, and what else a reader of the figures should know. */
  readonly notes: readonly string[];
  /** One line. */
  toString(): string;
}
