import { aliveIn, type DataMap } from './aliveIn';
import { lateWork } from './lateWork';

/** The part of tfjs-core 4.22 that is used: of whichever copy a test file has. */
export interface TfjsCore {
  engine(): {
    readonly registryFactory: Record<string, { readonly factory: () => unknown; readonly priority: number }>;
    /** The backends that run. */
    readonly registry: Readonly<Record<string, unknown>>;
  };
}

/** The part of tfjs-backend-wasm 4.22 that is used. */
export interface TfjsWasm {
  readonly BackendWasm: new (wasm: WasmModule) => WasmBackend;
}

/** What Emscripten makes of the binary: its memory, and the functions on it. */
export interface WasmModule {
  readonly HEAPU8?: Uint8Array;
  _malloc?: (bytes: number) => number;
  /** A function of the binary, as kernels call it. */
  cwrap?: (...named: readonly unknown[]) => (...args: readonly unknown[]) => unknown;
}

interface WasmBackend {
  wasm: WasmModule | null;
  dataIdNextNumber: number;
  readonly dataIdMap: DataMap;
  disposeData: (id: object, force: boolean) => boolean;
  dispose: () => void;
}

/** A memory never becomes smaller again: after a file that made it as large as this, the next one starts with another. */
const largestKept = 2 ** 30;

/**
 * The WASM engine of a Jest worker. Each test file has its own backend on it, and only one at a time; what it leaves in the memory is freed
 * when it ends, and the engine, with its compiled code, goes on.
 */
export class KeptEngine {
  private running: WasmModule | undefined;
  private takeBackLent: (() => void) | undefined;
  private broken = false;
  /** Numbers of data, over all backends: kernels of the binary keep what they have prepared by them. */
  private nextId = 1;

  /** @param start starts tfjs' WASM backend where it holds on to nothing of a test file */
  constructor(private readonly start: () => Promise<WasmModule>) {}

  /** From here on, the copy of tfjs that the test file `testFile` has starts its WASM backend on this engine. */
  lendTo(testFile: string, core: TfjsCore, { BackendWasm }: TfjsWasm): void {
    const registered = core.engine().registryFactory;
    const own = registered['wasm'];
    if (own === undefined) return;
    const factory = async (): Promise<unknown> => {
      if (this.takeBackLent !== undefined) return own.factory();
      // What hinders it is said by the file's own copy, as it would be without us.
      const wasm = await this.engine().catch(() => undefined);
      return wasm === undefined ? own.factory() : this.lend(testFile, wasm, new BackendWasm(wasm));
    };
    registered['wasm'] = { ...own, factory };
  }

  /** Frees what the test file has left there, and lets nothing of it touch the engine any more, such as a training that still runs. */
  takeBack(): void {
    this.takeBackLent?.();
    if (this.broken) this.running = undefined;
  }

  private async engine(): Promise<WasmModule> {
    if (this.running !== undefined) return this.running;
    const wasm = await this.start();
    this.broken = false;
    this.watch(wasm);
    // The module and not the promise of it, which would hold on to the asynchronous context of this test file.
    this.running = wasm;
    return wasm;
  }

  /** Notices what leaves an engine in a state that nobody knows. */
  private watch(wasm: WasmModule): void {
    const { _malloc: allocated, cwrap: wrapped } = wasm;
    if (allocated !== undefined)
      wasm._malloc = (bytes) => {
        const at = allocated(bytes);
        // There is no more: tfjs does not look, and writes over what stands at the beginning of the memory.
        this.broken ||= at === 0 && bytes > 0;
        return at;
      };
    if (wrapped !== undefined)
      wasm.cwrap = (...named) => {
        const call = wrapped(...named);
        return (...args) => {
          try {
            return call(...args);
          } catch (error) {
            // It has aborted, or trapped.
            this.broken = true;
            throw error;
          }
        };
      };
  }

  private lend(testFile: string, wasm: WasmModule, backend: WasmBackend): WasmBackend {
    const alive = aliveIn(backend.dataIdMap);
    Object.defineProperty(backend, 'dataIdNextNumber', {
      get: () => this.nextId,
      set: (next: number) => (this.nextId = next),
    });
    const free = (): void => {
      this.takeBackLent = undefined;
      this.broken ||= (wasm.HEAPU8?.byteLength ?? 0) >= largestKept;
      try {
        for (const id of [...alive]) backend.disposeData(id, true);
      } catch {
        this.broken = true;
      }
    };
    // tfjs' own would clear the engine.
    backend.dispose = () => {
      free();
      backend.wasm = null;
    };
    this.takeBackLent = () => {
      free();
      close(backend, testFile);
    };
    return backend;
  }
}

/** Whatever still computes on it when its file has ended gets an error. */
function close(backend: WasmBackend, testFile: string): void {
  const refuse = (): never => {
    throw lateWork(testFile);
  };
  Object.defineProperty(backend, 'wasm', { get: refuse });
  backend.dataIdMap.get = refuse;
}
