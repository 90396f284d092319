import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { installTrainingKernels } from '../../../src/backends/wasm/installTrainingKernels';

/** SHIPPED_KERNELS=1 leaves the wrong and slow kernels in place: the gradient tests must then be red. */
export async function wasmWithTrainingKernels(): Promise<void> {
  await tf.setBackend('wasm');
  installTrainingKernels({ kernels: process.env['SHIPPED_KERNELS'] === '1' ? 'missing' : 'own' });
}
