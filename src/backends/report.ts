import * as tf from '@tensorflow/tfjs';
import { backendText } from './backendText';
import type { BackendReport } from './Backend';

type Found = Omit<BackendReport, 'versions' | 'toString'> & { readonly backendVersion: string };

/** A report from what an engine's start found out. */
export function report({ backendVersion, ...found }: Found): BackendReport {
  const data = {
    ...found,
    notes: Object.freeze([...found.notes]),
    versions: Object.freeze({ node: process.versions.node, tfjs: tf.version.tfjs, backend: backendVersion }),
  };
  // Not enumerable: the report compares and prints as the data it is.
  return Object.freeze(Object.defineProperty(data, 'toString', { value: () => backendText.report(data) }));
}
