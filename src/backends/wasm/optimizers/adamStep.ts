// Global look-ups are slow inside Jest's vm context.
const { sqrt } = Math;

export interface AdamRates {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** The learning rate over 1 - beta1^t. */
  readonly rate: number;
  /** 1 over 1 - beta2^t. */
  readonly unbias: number;
}

/** The places of a variable's old and new values in the heap, in floats. */
export interface AdamPlaces {
  readonly gradient: number;
  readonly value: number;
  readonly first: number;
  readonly second: number;
  readonly newValue: number;
  readonly newFirst: number;
  readonly newSecond: number;
}

/** One step of Adam (Kingma and Ba, algorithm 1) for `size` parameters, in one pass. */
export function adamStep(heap: Float32Array, places: AdamPlaces, size: number, rates: AdamRates): void {
  const { gradient, value, first, second, newValue, newFirst, newSecond } = places;
  const { beta1, beta2, epsilon, rate, unbias } = rates;
  const rest1 = 1 - beta1;
  const rest2 = 1 - beta2;
  for (let at = 0; at < size; at++) {
    const g = heap[gradient + at] as number;
    const m = (heap[first + at] as number) * beta1 + g * rest1;
    const v = (heap[second + at] as number) * beta2 + g * g * rest2;
    heap[newFirst + at] = m;
    heap[newSecond + at] = v;
    heap[newValue + at] = (heap[value + at] as number) - (rate * m) / (sqrt(v * unbias) + epsilon);
  }
}
