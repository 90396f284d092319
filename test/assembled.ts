import { assembleKernels } from '../scripts/build/assembleKernels';

/** Jest's global set-up: tests run from source, and the kernels of `assembly/` are part of it only once compiled. */
export default function assembled(): void {
  assembleKernels();
}
