/** Imported first by what runs from source: the kernels of `assembly/` are compiled when this has been loaded. */
import { assembleKernels } from './build/assembleKernels';

assembleKernels();
