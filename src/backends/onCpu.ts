import * as tf from '@tensorflow/tfjs';
import { withoutNotice } from './withoutNotice';

/**
 * Does work on TensorFlow.js' own `cpu` engine and goes back to the one that runs. Data move by themselves where they are used; `home` are
 * brought back at the end: kernels of one's own look for them on their engine.
 */
export async function onCpu<T>(home: readonly tf.Tensor[], work: () => Promise<T>): Promise<T> {
  const before = tf.getBackend();
  await tf.setBackend('cpu');
  withoutNotice();
  try {
    return await work();
  } finally {
    await tf.setBackend(before);
    for (const { dataId } of home) moveTo(tf.backend(), dataId);
  }
}

function moveTo(backend: tf.KernelBackend, dataId: tf.Tensor['dataId']): void {
  const engine = tf.engine();
  if (engine.state.tensorInfo.get(dataId)?.backend !== backend) engine.moveData(backend, dataId);
}
