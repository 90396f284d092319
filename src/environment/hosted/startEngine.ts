import { onSharedMemory } from '../../backends/wasm/threads/sharedMemory';
import { allowedCores } from '../../backends/wasm/threads/threadCount';
import { withoutNewProcessListeners } from '../../backends/withoutNewProcessListeners';
import type { CompiledModules } from './CompiledModules';
import type { TfjsCore, WasmModule } from './KeptEngine';
import { ModulesOfFile } from './ModulesOfFile';

/** Starts the engine of tfjs-backend-wasm, whose main file is `wasmFile`, with a copy of tfjs that no test file sees. */
export async function startEngine(compiled: CompiledModules, wasmFile: string): Promise<WasmModule> {
  // Of its own, so that its tfjs is not that of a global setup in this process.
  const globals = Object.create(globalThis) as object;
  const modules = new ModulesOfFile(compiled, {
    context: undefined,
    globals,
    given: new Map(),
    evaluated: new Map(),
  });
  const start = async (): Promise<WasmModule> => {
    modules.load(wasmFile);
    const core = modules.load(compiled.fileOf(wasmFile, '@tensorflow/tfjs-core')) as TfjsCore;
    const { wasm } = (await core.engine().registryFactory['wasm']!.factory()) as {
      readonly wasm: WasmModule;
    };
    return wasm;
  };
  return withoutNewProcessListeners(() => (allowedCores() > 1 ? onSharedMemory(start) : start()));
}
