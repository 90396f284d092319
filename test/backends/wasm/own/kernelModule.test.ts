import { describe, expect, test } from '@jest/globals';
import { binaryOf } from '../../../../src/backends/wasm/own/binaryOf';
import { kernelModule } from '../../../../src/backends/wasm/own/kernelModule';

/** Node has it; its types do not. */
declare const WebAssembly: {
  readonly Memory: new (size: object) => { readonly buffer: ArrayBufferLike };
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
  readonly validate: (binary: Uint8Array) => boolean;
};

type MultiplyAdd = (a: number, b: number, c: number) => number;

function multipliedAndAdded(isShared: boolean, mayRelax: boolean): MultiplyAdd {
  const memory = new WebAssembly.Memory(
    isShared ? { initial: 1, maximum: 65536, shared: true } : { initial: 1 },
  );
  const { exports } = new WebAssembly.Instance(kernelModule({ isShared, mayRelax }).module, {
    env: { memory },
  });
  return (exports as { multipliedAndAdded: MultiplyAdd }).multipliedAndAdded;
}

const relaxedIsKnown = (): boolean => WebAssembly.validate(binaryOf('relaxedAlone'));

describe.each([true, false])('where the memory is shared: %s', (isShared) => {
  // (1 + e)(1 - e) is 1 - e²: in float32, 1.
  const e = 2 ** -13;

  test('a product is rounded before it is added, where it may not be fused', () => {
    expect(multipliedAndAdded(isShared, false)(1 + e, 1 - e, -1)).toBe(0);
  });

  test('and is not, on every Node that we support, on a processor of the last ten years', () => {
    expect(multipliedAndAdded(isShared, true)(1 + e, 1 - e, -1)).toBe(-(e ** 2));
  });

  test('both are right where nothing is rounded', () => {
    for (const mayRelax of [true, false]) expect(multipliedAndAdded(isShared, mayRelax)(3, 5, 7)).toBe(22);
  });
});

test('what this process takes for WebAssembly is the same afterwards', () => {
  const before = relaxedIsKnown();
  expect(before).toBe(Number(process.versions.node.split('.')[0]) >= 22);
  kernelModule({ isShared: false, mayRelax: true });
  expect(relaxedIsKnown()).toBe(before);
});
