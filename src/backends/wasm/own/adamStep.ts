import type { AdamPlaces, AdamRates } from '../optimizers/adamStep';
import type { OwnKernels } from './OwnKernels';

const bytes = Float32Array.BYTES_PER_ELEMENT;

/** As the other `adamStep`, four parameters at a time; in float32 throughout, where that one rounds float64 at the end. */
export function ownAdamStep(
  kernels: OwnKernels,
  { gradient, value, first, second, newValue, newFirst, newSecond }: AdamPlaces,
  size: number,
  { beta1, beta2, epsilon, rate, unbias }: AdamRates,
): void {
  kernels.adamStep(
    size,
    gradient * bytes,
    value * bytes,
    first * bytes,
    second * bytes,
    newValue * bytes,
    newFirst * bytes,
    newSecond * bytes,
    beta1,
    1 - beta1,
    beta2,
    1 - beta2,
    epsilon,
    rate,
    unbias,
  );
}
