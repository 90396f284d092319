import type { Volume } from './Volume';

/** Normalised by the mean and the biased variance of each column of the last axis. */
export function batchNorm(x: Volume, gamma: Volume, beta: Volume, epsilon: number): Volume {
  const channels = gamma.values.length;
  const rows = x.values.length / channels;
  const values = new Float64Array(x.values.length);
  for (let c = 0; c < channels; c++) {
    let mean = 0;
    for (let row = 0; row < rows; row++) mean += (x.values[row * channels + c] as number) / rows;
    let variance = 0;
    for (let row = 0; row < rows; row++)
      variance += ((x.values[row * channels + c] as number) - mean) ** 2 / rows;
    const scale = (gamma.values[c] as number) / Math.sqrt(variance + epsilon);
    for (let row = 0; row < rows; row++) {
      const at = row * channels + c;
      values[at] = ((x.values[at] as number) - mean) * scale + (beta.values[c] as number);
    }
  }
  return { shape: x.shape, values };
}
