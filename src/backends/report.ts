import * as tf from '@tensorflow/tfjs';
import { backendText } from './backendText';
import type { BackendReport } from './Backend';

type Found = Omit<BackendReport, 'versions' | 'toString' | 'wideProducts'> & {
  readonly backendVersion: string;
  readonly wideProducts?: () => boolean;
};

/** A report from what an engine's start found out. */
export function report({ backendVersion, wideProducts = () => false, ...found }: Found): BackendReport {
  const data = {
    ...found,
    // Asked when somebody reads it: finding it out takes longer than the rest.
    get wideProducts() {
      return wideProducts();
    },
    notes: Object.freeze([...found.notes]),
    versions: Object.freeze({ node: process.versions.node, tfjs: tf.version.tfjs, backend: backendVersion }),
  };
  // Not enumerable: the report compares and prints as the data it is.
  return Object.freeze(Object.defineProperty(data, 'toString', { value: () => backendText.report(data) }));
}
