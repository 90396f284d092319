/** Node has it; its types, and those of the `es2022` library, do not. */
declare const WebAssembly: {
  readonly Memory: new (size: object) => { readonly buffer: ArrayBufferLike };
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
};

type Kernels = Readonly<Record<'product' | 'wideProduct', (...args: readonly number[]) => void>>;

/** 64 kB each: the numbers of the largest product below, and what a thread packs. */
const pages = 26;
/** In floats: tables, the bias, A, B, C, and room to pack. */
const places = { tables: 16, bias: 8_000, a: 16_000, b: 80_000, c: 220_000, packed: 260_000 } as const;

interface Sizes {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly aTransposed?: boolean;
  readonly bTransposed?: boolean;
  readonly withBias?: boolean;
}

/** More than one block of the inner dimension, and tiles that go beyond every edge. */
const uneven = { m: 67, n: 37, k: 300 };
const equalIn: readonly Sizes[] = [
  uneven,
  { ...uneven, aTransposed: true, withBias: true },
  { ...uneven, bTransposed: true },
  { ...uneven, aTransposed: true, bTransposed: true, withBias: true },
  { m: 66, n: 48, k: 64, withBias: true },
];

/** A block of each matrix: half a millisecond. */
const timed: Sizes = { m: 60, n: 512, k: 256 };

/**
 * Whether `wideProduct` of the module `wide` gives what `product` of `plain` does, to the bit, and in less time than the other one of its own
 * module. Where V8 has made no vectors of 256 bits, it takes half as long again. On a memory of its own.
 */
export function widensProducts(wide: object, plain: object, isShared: boolean): boolean {
  const memory = new WebAssembly.Memory(
    isShared ? { initial: pages, maximum: pages, shared: true } : { initial: pages },
  );
  const [ours, theirs] = [wide, plain].map(
    (module) => new WebAssembly.Instance(module, { env: { memory } }).exports as Kernels,
  ) as [Kernels, Kernels];
  fill(new Float32Array(memory.buffer));
  const bits = (kernel: Kernels['product'], sizes: Sizes): Buffer => {
    multiply(kernel, memory.buffer, sizes);
    return Buffer.from(new Float32Array(memory.buffer, 4 * places.c, sizes.m * sizes.n).slice().buffer);
  };
  const same = equalIn.every((sizes) => bits(ours.wideProduct, sizes).equals(bits(theirs.product, sizes)));
  const least = (kernel: Kernels['product']): number =>
    Math.min(...[1, 2, 3].map(() => milliseconds(() => multiply(kernel, memory.buffer, timed))));
  return same && least(ours.wideProduct) < least(ours.product);
}

/** Numbers between -1 and 1, of which none is like its neighbours. */
function fill(floats: Float32Array): void {
  for (let at: number = places.bias; at < places.c; at++) floats[at] = ((at * 7919) % 2003) / 1001 - 1;
}

function multiply(kernel: Kernels['product'], memory: ArrayBufferLike, sizes: Sizes): void {
  const { m, n, k, aTransposed = false, bTransposed = false, withBias = false } = sizes;
  const words = new Uint32Array(memory);
  let next: number = places.tables;
  const table = (rows: number, length: number, at: number): number => {
    const start = next;
    for (let row = 0; row < rows; row++) words[next++] = 4 * (at + row * length);
    return 4 * start;
  };
  const [aRows, aLength] = aTransposed ? [k, m] : [m, k];
  const [bRows, bLength] = bTransposed ? [n, k] : [k, n];
  const a = [table(aRows, aLength, places.a), table(1, 0, 0), aLength, Number(aTransposed)];
  const b = [table(bRows, bLength, places.b), table(1, 0, 0), bLength, Number(bTransposed)];
  const bias = withBias ? 4 * places.bias : 0;
  kernel(0, m, 0, n, k, ...a, ...b, table(m, n, places.c), bias, 4 * places.packed, 0);
}

function milliseconds(call: () => void): number {
  const start = performance.now();
  call();
  return performance.now() - start;
}
