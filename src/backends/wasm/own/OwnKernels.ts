import type { WindowsAt } from './WindowsAt';

type Address = number;

export interface Padding {
  readonly batch: number;
  readonly channels: number;
  readonly size: readonly [number, number, number];
  readonly targetSize: readonly [number, number, number];
  readonly first: readonly [number, number, number];
}

/** The kernels of `assembly/`, each over all that there is to do. Addresses are in bytes, in the memory of the backend. */
export interface OwnKernels {
  /** How many work on a call: each needs room of its own in `packed`. */
  readonly threads: number;
  /** Whether products are rounded once they are added to a sum, and not before as well. */
  readonly fused: boolean;
  /** Whether large products use vectors of 256 bits. The first to ask waits until that is known. */
  readonly isWide: () => boolean;
  product(
    m: number,
    n: number,
    k: number,
    aRows: Address,
    aSegments: Address,
    aSegmentLength: number,
    aTransposed: boolean,
    bRows: Address,
    bSegments: Address,
    bSegmentLength: number,
    bTransposed: boolean,
    cRows: Address,
    bias: Address,
    packed: Address,
  ): void;
  /** The same while other kernels are called: what it reads and writes must stay until what is returned has been called. Undefined where it is done already. */
  startProduct(...args: Parameters<OwnKernels['product']>): (() => void) | undefined;
  adamStep(
    size: number,
    gradient: Address,
    value: Address,
    first: Address,
    second: Address,
    newValue: Address,
    newFirst: Address,
    newSecond: Address,
    beta1: number,
    rest1: number,
    beta2: number,
    rest2: number,
    epsilon: number,
    rate: number,
    unbias: number,
  ): void;
  /** The sums need room for one number per column and chunk of rows in `partial`; `gradientSums` for two. */
  columnSums(rows: number, columns: number, x: Address, sums: Address, partial: Address): void;
  squareSums(rows: number, columns: number, x: Address, mean: Address, sums: Address, partial: Address): void;
  gradientSums(
    rows: number,
    columns: number,
    x: Address,
    dy: Address,
    mean: Address,
    sums: Address,
    centredSums: Address,
    partial: Address,
  ): void;
  /** Each number of x by a number, in its place. */
  divided(size: number, x: Address, by: number): void;
  /** reciprocal = 1 / sqrt(variance + epsilon), scale = gamma reciprocal */
  normalisingFactors(
    channels: number,
    variance: Address,
    gamma: Address,
    epsilon: number,
    reciprocal: Address,
    scale: Address,
  ): void;
  /** Of the means of dy and of dy (x - mean); the formulas stand at `batchNormInTraining`. */
  gradientFactors(
    channels: number,
    rows: number,
    gamma: Address,
    reciprocal: Address,
    meanDy: Address,
    meanDyCentred: Address,
    scale: Address,
    slope: Address,
    dGamma: Address,
    dBeta: Address,
  ): void;
  /** old - (old - value) rest */
  followed(size: number, old: Address, value: Address, rest: number, target: Address): void;
  normalise(
    rows: number,
    columns: number,
    x: Address,
    mean: Address,
    scale: Address,
    offset: Address,
    y: Address,
  ): void;
  normaliseGradient(
    rows: number,
    columns: number,
    x: Address,
    dy: Address,
    mean: Address,
    dyMean: Address,
    scale: Address,
    slope: Address,
    dx: Address,
  ): void;
  /** dy where low <= x <= high, and `outside` times dy elsewhere. */
  gatedGradient(
    size: number,
    x: Address,
    dy: Address,
    dx: Address,
    low: number,
    high: number,
    outside: number,
  ): void;
  /** For each row, -sum(t * ln(q)), q being the outputs' shares of their sum, between `low` and `high`. */
  crossEntropy(
    rows: number,
    classes: number,
    targets: Address,
    outputs: Address,
    losses: Address,
    low: number,
    high: number,
  ): void;
  /** By the outputs; `dy` has a number for each row. */
  crossEntropyGradient(
    rows: number,
    classes: number,
    targets: Address,
    outputs: Address,
    dy: Address,
    dx: Address,
    low: number,
    high: number,
  ): void;
  softmaxGradient(rows: number, classes: number, y: Address, dy: Address, dx: Address): void;
  depthwise(at: WindowsAt, multiplier: number, x: Address, filter: Address, y: Address): void;
  depthwiseInputGradient(at: WindowsAt, multiplier: number, dy: Address, filter: Address, dx: Address): void;
  /** `partial` has room for `filterSums` filters. */
  depthwiseFilterGradient(
    at: WindowsAt,
    multiplier: number,
    x: Address,
    dy: Address,
    dFilter: Address,
    partial: Address,
  ): void;
  /** Both add to dx, which is zeros before. */
  maxPoolGradient(at: WindowsAt, x: Address, dy: Address, dx: Address): void;
  avgPoolGradient(at: WindowsAt, dy: Address, dx: Address): void;
  /** Zeros around images, or what lies around cut off; places and sizes as [depth, height, width], the first pixel of `target` in those of `source`. */
  padImages(images: Padding, source: Address, target: Address): void;
  clear(size: number, at: Address): void;
  gradientStep(size: number, gradient: Address, value: Address, newValue: Address, change: number): void;
  momentumStep(
    size: number,
    gradient: Address,
    value: Address,
    velocity: Address,
    newValue: Address,
    newVelocity: Address,
    change: number,
    momentum: number,
    nesterov: boolean,
  ): void;
  /** The mean gradients are used in the centred form only. */
  rmsPropStep(
    size: number,
    gradient: Address,
    value: Address,
    meanSquare: Address,
    moment: Address,
    meanGradient: Address,
    newValue: Address,
    newMeanSquare: Address,
    newMoment: Address,
    newMeanGradient: Address,
    rate: number,
    decay: number,
    rest: number,
    momentum: number,
    epsilon: number,
    centred: boolean,
  ): void;
}
