type Address = number;

/** What `assembly/` exports. Addresses are in bytes, in the memory of the backend. */
export interface OwnKernels {
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
    packedA: Address,
    packedB: Address,
  ): void;
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
}
