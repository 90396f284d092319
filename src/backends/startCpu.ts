import * as tf from '@tensorflow/tfjs';
import { backendText } from './backendText';
import { cpuName } from './hardware';
import { report } from './report';
import type { BackendReport } from './Backend';

/** The pure JavaScript engine, for who asks for it. */
export async function startCpu(): Promise<BackendReport> {
  if (!(await tf.setBackend('cpu'))) throw new Error(backendText.cpuDidNotStart);
  withoutNotice(() => tf.scalar(0).dispose());
  return report({
    engine: 'cpu',
    device: cpuName(),
    simd: false,
    threads: 1,
    trainingKernels: 'shipped',
    fusedMultiplyAdd: false,
    backendVersion: tf.version['tfjs-backend-cpu'],
    notes: [],
  });
}

/** The first value written makes tfjs advise tfjs-node at length; it stays silent while the PROD flag is up. */
function withoutNotice(firstUse: () => void): void {
  const before = tf.env().getBool('PROD');
  tf.env().set('PROD', true);
  try {
    firstUse();
  } finally {
    tf.env().set('PROD', before);
  }
}
