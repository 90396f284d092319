import * as tf from '@tensorflow/tfjs';
import { backendText } from './backendText';
import { cpuName } from './hardware';
import { report } from './report';
import type { BackendReport } from './Backend';
import { withoutNotice } from './withoutNotice';

/** The pure JavaScript engine, for who asks for it. */
export async function startCpu(): Promise<BackendReport> {
  if (!(await tf.setBackend('cpu'))) throw new Error(backendText.cpuDidNotStart);
  withoutNotice();
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
