import * as tf from '@tensorflow/tfjs';

/** The first value that the `cpu` engine is given makes tfjs advise tfjs-node at length; it stays silent while the PROD flag is up. */
export function withoutNotice(): void {
  const before = tf.env().getBool('PROD');
  tf.env().set('PROD', true);
  try {
    tf.scalar(0).dispose();
  } finally {
    tf.env().set('PROD', before);
  }
}
