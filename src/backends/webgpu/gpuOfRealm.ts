import type { Gpu, GpuPackages } from './Gpu';
import { GpuThread } from './GpuThread';

type Lend = (packages: GpuPackages) => Gpu;

const key = Symbol.for('jest-model-regression.gpu');

/** That of the Jest worker, where `./environment` keeps one from test file to test file, else one of its own. */
export function gpuOfRealm(packages: GpuPackages): Gpu {
  const { [key]: lend } = globalThis as { [key]?: Lend };
  return lend?.(packages) ?? new GpuThread(packages);
}

/** From here on, WebGPU starts on `lend` in this realm. */
export function leaveGpu(realm: object, lend: Lend): void {
  Object.assign(realm, { [key]: lend });
}
