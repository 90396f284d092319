import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as tf from '@tensorflow/tfjs';
import { polyfillNodeUtil } from '../../src/backends/polyfillNodeUtil';
import { setTensorFlowVariables } from '../../src/backends/tensorflowVariables';
import { tfjsNode } from '../steps/engines';

/** Makes tfjs-node the engine, beside those that run, and says which TensorFlow it stands on. */
export function startTfjsNode(): string {
  if (!existsSync(tfjsNode)) throw new Error('tfjs-node is not installed: npm run bench:peers');
  setTensorFlowVariables();
  polyfillNodeUtil();
  createRequire(__filename)(tfjsNode);
  const { binding } = tf.findBackend('tensorflow') as unknown as { binding: { TF_Version: string } };
  return `TensorFlow ${binding.TF_Version}`;
}
