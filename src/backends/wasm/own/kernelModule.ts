import { setFlagsFromString } from 'node:v8';
import { binaryOf } from './binaryOf';

/** Node has it; its types, and those of the `es2022` library, do not. */
declare const WebAssembly: {
  readonly Module: new (binary: Uint8Array) => object;
  readonly validate: (binary: Uint8Array) => boolean;
};

interface Build {
  readonly isShared: boolean;
  readonly mayRelax: boolean;
}

/** What was compiled, and from what. */
export interface KernelModule {
  readonly module: object;
  readonly binary: Uint8Array;
}

/**
 * The kernels of `assembly/` for a memory that is shared or not, with fused multiply-adds (relaxed SIMD) where the runtime takes them. Node 22
 * and later do; Node 20 has them in its V8 behind a flag, which is on for as long as this module is compiled.
 */
export function kernelModule({ isShared, mayRelax }: Build): KernelModule {
  const relaxed = binaryOf(isShared ? 'relaxedShared' : 'relaxedAlone');
  const fused = mayRelax ? relaxedModule(relaxed) : undefined;
  if (fused !== undefined) return { module: fused, binary: relaxed };
  const plain = binaryOf(isShared ? 'shared' : 'alone');
  return { module: new WebAssembly.Module(plain), binary: plain };
}

function relaxedModule(binary: Uint8Array): object | undefined {
  if (WebAssembly.validate(binary)) return new WebAssembly.Module(binary);
  // Later versions do not know the flag any more.
  if (Number(process.versions.node.split('.')[0]) >= 22) return undefined;
  try {
    setFlagsFromString('--experimental-wasm-relaxed-simd');
    return WebAssembly.validate(binary) ? new WebAssembly.Module(binary) : undefined;
  } finally {
    setFlagsFromString('--no-experimental-wasm-relaxed-simd');
  }
}
