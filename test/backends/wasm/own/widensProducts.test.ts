import { describe, expect, test } from '@jest/globals';
import { kernelModule } from '../../../../src/backends/wasm/own/kernelModule';
import { KernelTable } from '../../../../src/backends/wasm/own/KernelTable';
import { widensProducts } from '../../../../src/backends/wasm/own/widensProducts';

/** Node has it; its types do not. */
declare const WebAssembly: {
  readonly Memory: new (size: object) => { readonly buffer: ArrayBufferLike };
  readonly Module: new (binary: Uint8Array) => object;
};

const fused = kernelModule({ isShared: false, mayRelax: true });
const unfused = kernelModule({ isShared: false, mayRelax: false });

/** Both kernels do nothing, `product` a million times. As the binary format has it: types, functions, exports, code. */
const idle = new WebAssembly.Module(
  Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...[1, 21, 1, 0x60, 17, ...new Array<number>(17).fill(0x7f), 0],
    ...[3, 3, 2, 0, 0],
    ...[7, 25, 2, 7, ...Buffer.from('product'), 0, 0, 11, ...Buffer.from('wideProduct'), 0, 1],
    ...[10, 26, 2, 21, 1, 1, 0x7f, 0x03, 0x40, 0x20, 17, 0x41, 1, 0x6a, 0x22, 17],
    ...[0x41, 0xc0, 0x84, 0x3d, 0x48, 0x0d, 0, 0x0b, 0x0b, 2, 0, 0x0b],
  ]),
);

describe('a module for vectors of 256 bits', () => {
  test('is not taken where it computes other bits', () => {
    expect(widensProducts(unfused.module, fused.module, false)).toBe(false);
    expect(widensProducts(fused.module, unfused.module, false)).toBe(false);
    expect(widensProducts(idle, fused.module, false)).toBe(false);
    // The same and faster, if only at nothing.
    expect(widensProducts(idle, idle, false)).toBe(true);
  });

  test('leaves a table without it as it is', () => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const table = new KernelTable(memory, { isShared: false, mayRelax: true, mayWiden: false });
    expect(table.isWide()).toBe(false);
    expect(table.sources()).toHaveLength(1);
    expect(table.sources()[0]!.names).toContain('product');
  });
});
