import type { KernelSource } from '../threads/Crew';
import type { KernelCall } from '../threads/KernelCall';
import { kernelModule, type KernelModule } from './kernelModule';
import { wideModule } from './wideModule';

/** Node has it; its types, and those of the `es2022` library, do not. */
declare const WebAssembly: {
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
};

type Exports = Readonly<Record<string, (...args: readonly number[]) => number | undefined>>;

interface Options {
  readonly isShared: boolean;
  readonly mayRelax: boolean;
  readonly mayWiden: boolean;
}

/** The kernels of `assembly/` on one memory, by their names. One of them, `wideProduct`, may come from a module of its own. */
export class KernelTable {
  /** Whether a product is rounded once, when it has been added. */
  readonly fused: boolean;
  private readonly plain: KernelModule;
  private readonly kernels: Exports;
  /** Made when a product is large enough to be worth it. */
  private wide: { readonly source: KernelSource; readonly kernels: Exports } | 'none' | undefined;

  constructor(
    private readonly memory: object,
    private readonly options: Options,
  ) {
    this.plain = kernelModule(options);
    this.kernels = this.instance(this.plain.module);
    // (1 + e)(1 - e) - 1 is -e², of which nothing is left where the product is rounded.
    this.fused = this.kernels['multipliedAndAdded']!(1 + 2 ** -13, 1 - 2 ** -13, -1) !== 0;
  }

  /** Whether there is a `wideProduct` that is faster than `product`. */
  isWide(): boolean {
    return this.wideOnes() !== 'none';
  }

  /** What another thread needs to have the same kernels. */
  sources(): readonly KernelSource[] {
    const plain = { module: this.plain.module, names: Object.keys(this.kernels).filter(isPlain) };
    const wide = this.wideOnes();
    return wide === 'none' ? [plain] : [plain, wide.source];
  }

  /** Makes a call on this thread, which is number 0. */
  run({ kernel, args }: KernelCall): void {
    const wide = isPlain(kernel) ? 'none' : this.wideOnes();
    const from = wide === 'none' ? this.kernels : wide.kernels;
    from[kernel]!(...args, 0);
  }

  private wideOnes(): NonNullable<typeof this.wide> {
    if (this.wide !== undefined) return this.wide;
    const { isShared, mayWiden } = this.options;
    const module = mayWiden ? wideModule(this.plain.binary, this.plain.module, isShared) : undefined;
    const made = module && { source: { module, names: [wideName] }, kernels: this.instance(module) };
    return (this.wide = made ?? 'none');
  }

  private instance(module: object): Exports {
    return new WebAssembly.Instance(module, { env: { memory: this.memory } }).exports as Exports;
  }
}

const wideName = 'wideProduct';

const isPlain = (name: string): boolean => name !== wideName;
