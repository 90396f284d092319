import { callsEach } from '../../threads/Crew';
import type { KernelCall } from '../../threads/KernelCall';
import { evenRanges } from '../../threads/evenRanges';

/** Makes calls of what `assembly/` exports, at the same time if it can, and returns when all are done. */
export interface Runner {
  readonly threads: number;
  readonly fused: boolean;
  /** Whether `wideProduct` is the faster one. The first to ask waits until that is known. */
  readonly isWide: () => boolean;
  readonly run: (calls: readonly KernelCall[]) => void;
  /** Makes them whenever there is nothing else to do; what is returned waits for them. Left out where one thread makes all calls. */
  readonly start?: (calls: readonly KernelCall[]) => (() => void) | undefined;
}

export type Range = readonly [from: number, to: number];

export const bytes = Float32Array.BYTES_PER_ELEMENT;

/**
 * With less to do, waking a thread and waiting for it takes longer than what it would do, some 50 microseconds: multiplications of matrices, and
 * of windows, which are ten times as slow, and elements of all else.
 */
const worthSharing = { ofProducts: 4_000_000, ofWindows: 500_000, elements: 400_000 };

/** Multiplications of matrices that are worth asking whether there are wide vectors: the first answer takes 20 milliseconds. */
const worthWidening = 500_000;

/** How calls are cut into shares; `enough` is less in tests only. */
export class Shares {
  /** More than there are threads: whoever is done earlier takes another. */
  readonly most: number;

  constructor(
    readonly runner: Runner,
    private readonly enough = { ...worthSharing, widening: worthWidening },
  ) {
    this.most = runner.threads === 1 ? 1 : runner.threads * callsEach;
  }

  /** Makes a call for each range. */
  run(kernel: string, ranges: readonly Range[], args: (range: Range) => readonly number[]): void {
    this.runner.run(ranges.map((range) => ({ kernel, args: args(range) })));
  }

  /** As `run`, but while other calls are made: until what is returned has been called, or not at all if that is undefined. */
  start(
    kernel: string,
    ranges: readonly Range[],
    args: (range: Range) => readonly number[],
  ): (() => void) | undefined {
    if (this.runner.start !== undefined)
      return this.runner.start(ranges.map((range) => ({ kernel, args: args(range) })));
    this.run(kernel, ranges, args);
    return undefined;
  }

  /** 0 to `total` in multiples of `step`, for kernels that do little with each of so many elements. */
  ofElements(total: number, step: number, elements: number): readonly Range[] {
    return evenRanges(total, elements < this.enough.elements ? 1 : this.most, step);
  }

  /** 0 to `total` in multiples of `step`, for kernels that multiply what windows on an image hold. */
  ofWindows(total: number, step: number, multiplications: number): readonly Range[] {
    return evenRanges(total, multiplications < this.enough.ofWindows ? 1 : this.most, step);
  }

  /** 0 to `total` in multiples of `step`, and not more than `most` ranges. */
  ofProduct(total: number, step: number, multiplications: number, most: number): readonly Range[] {
    return evenRanges(total, multiplications < this.enough.ofProducts ? 1 : most, step);
  }

  /** Whether a product is to be computed by `wideProduct`. */
  isWide(multiplications: number): boolean {
    return multiplications >= this.enough.widening && this.runner.isWide();
  }
}
