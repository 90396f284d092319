import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import {
  installTrainingKernels,
  type TrainingKernelOptions,
} from '../../../src/backends/wasm/installTrainingKernels';

/**
 * TRAINING_KERNELS=missing leaves the wrong and slow kernels in place: the gradient tests must then be red. With 'recomposed' they
 * must be green: `recomposed/` runs them so.
 */
export async function wasmWithTrainingKernels(): Promise<void> {
  await tf.setBackend('wasm');
  const kernels = (process.env['TRAINING_KERNELS'] ?? 'own') as NonNullable<TrainingKernelOptions['kernels']>;
  installTrainingKernels({ kernels });
}
