import { backendState } from './backendState';
import { backendText } from './backendText';
import type { BackendReport } from './Backend';

/**
 * What runs: engine, device, SIMD, threads, versions.
 *
 * @example console.log(String(backendReport())); // WASM with SIMD, 1 thread, on AMD EPYC (2 cores) ...
 */
export function backendReport(): BackendReport {
  const { report } = backendState();
  if (report === undefined) throw new Error(backendText.notStarted);
  return report;
}
