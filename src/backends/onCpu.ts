import * as tf from '@tensorflow/tfjs';
import { withoutNotice } from './withoutNotice';

/** Does work on TensorFlow.js' own `cpu` engine and goes back to the one that runs. Data move where they are used, there and back. */
export async function onCpu<T>(work: () => Promise<T>): Promise<T> {
  const before = tf.getBackend();
  await tf.setBackend('cpu');
  withoutNotice();
  try {
    return await work();
  } finally {
    await tf.setBackend(before);
  }
}
