import * as tf from '@tensorflow/tfjs';
import { backendText } from './backendText';
import { coreCopyOf } from './coreCopyOf';
import { packagePath } from './tfjsPackage';

/**
 * npm nests a second tfjs-core without a word when two packages ask for different versions. Both register with one global
 * engine, and what comes out are wrong classes and missing kernels; so it is an error before anything is computed.
 */
export function checkCore(packageName: string, path: string, version: string | undefined): void {
  const tfjs = tf.version['tfjs-core'];
  if (version !== undefined && (version !== tfjs || !version.startsWith('4.22.'))) {
    throw new Error(backendText.versionsDiffer(packageName, version, tfjs));
  }
  const tfjsPath = packagePath('@tensorflow/tfjs');
  const ours = tfjsPath === undefined ? undefined : coreCopyOf(tfjsPath);
  const theirs = coreCopyOf(path);
  if (ours === undefined || theirs === undefined || ours.path === theirs.path) return;
  const copy = ({ version: number, path: place }: typeof ours): string => `${number} (${place})`;
  throw new Error(backendText.secondCore(packageName, copy(ours), copy(theirs)));
}
