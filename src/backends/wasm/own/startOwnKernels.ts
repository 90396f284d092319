import { Crew } from '../threads/Crew';
import type { KernelCall } from '../threads/KernelCall';
import { threadCount } from '../threads/threadCount';
import type { WasmBackend } from '../wasmInternals';
import { KernelTable } from './KernelTable';
import type { OwnKernels } from './OwnKernels';
import { sharedOut } from './sharedOut';
import { Shares } from './shared/Shares';

const ownKey = Symbol.for('tfjs-wasm-training.own');

interface Holder {
  [ownKey]?: OwnKernels | undefined;
}

/** The kernels of `assembly/` on the memory of this backend, or undefined where the recomposed ones do the work. */
export const ownKernels = (backend: object): OwnKernels | undefined => (backend as Holder)[ownKey];

/**
 * Starts them, and says whether they run. They do not where the backend keeps its memory to itself (the threaded build) or the
 * machine has no SIMD. Held by the backend: another one has another memory, and a second copy of this file finds them there.
 *
 * @param options.threads how many compute, where the memory of the backend is shared; one where it is not. Default: `threadCount()`
 * @param options.mayRelax whether products may use fused multiply-adds. Default: true
 * @param options.mayWiden whether products may use vectors of 256 bits. Default: true
 */
export function startOwnKernels(backend: WasmBackend, options: StartOptions = {}): boolean {
  const holder = backend as WasmBackend & Holder;
  holder[ownKey] ??= instantiated(backend, options);
  return holder[ownKey] !== undefined;
}

/** From here on the recomposed kernels do the work. */
export function stopOwnKernels(backend: WasmBackend): void {
  (backend as WasmBackend & Holder)[ownKey] = undefined;
}

interface StartOptions {
  readonly threads?: number | undefined;
  readonly mayRelax?: boolean;
  readonly mayWiden?: boolean;
}

function instantiated(
  { wasm }: WasmBackend,
  { threads: asked, mayRelax = true, mayWiden = true }: StartOptions,
): OwnKernels | undefined {
  const memory = wasm.asm?.memory;
  // Memory of another name than the heap's would be written over without a word.
  if (memory?.buffer !== wasm.HEAPF32.buffer) return undefined;
  const isShared = Object.prototype.toString.call(memory.buffer) === '[object SharedArrayBuffer]';
  const threads = isShared ? (asked ?? threadCount()) : 1;
  try {
    const kernels = new KernelTable(memory, { isShared, mayRelax, mayWiden });
    const { fused } = kernels;
    const isWide = (): boolean => kernels.isWide();
    const run = (call: KernelCall): void => kernels.run(call);
    if (threads === 1)
      return sharedOut(new Shares({ threads, fused, isWide, run: (calls) => calls.forEach(run) }));
    const crew = new Crew(threads, { memory, run, sources: () => kernels.sources() });
    const [runAll, start] = [crew.run.bind(crew), crew.start.bind(crew)];
    return sharedOut(new Shares({ threads, fused, isWide, run: runAll, start }));
  } catch {
    return undefined;
  }
}
