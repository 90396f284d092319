import type { LayersModel, Tensor } from '@tensorflow/tfjs';

/** Predictions of all rows through `model.predict`: what users will get, by the road that they take. */
export async function predictAll(
  model: LayersModel,
  xs: Tensor,
): Promise<{ values: Float32Array; shape: number[] }> {
  const output = model.predict(xs) as Tensor;
  try {
    return { values: (await output.data()) as Float32Array, shape: output.shape };
  } finally {
    output.dispose();
  }
}
