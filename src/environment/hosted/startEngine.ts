import { onSharedMemory } from '../../backends/wasm/threads/sharedMemory';
import { allowedCores } from '../../backends/wasm/threads/threadCount';
import type { CompiledModules } from './CompiledModules';
import type { TfjsCore, WasmModule } from './KeptEngine';
import { ModulesOfFile } from './ModulesOfFile';
import { ownRealm } from './ownRealm';

/** Starts the engine of tfjs-backend-wasm, whose main file is `wasmFile`, with a copy of tfjs that no test file sees. */
export async function startEngine(compiled: CompiledModules, wasmFile: string): Promise<WasmModule> {
  const modules = new ModulesOfFile(compiled, { ...ownRealm(), given: new Map(), evaluated: new Map() });
  const start = async (): Promise<WasmModule> => {
    modules.load(wasmFile);
    const core = modules.load(compiled.fileOf(wasmFile, '@tensorflow/tfjs-core')) as TfjsCore;
    const { wasm } = (await core.engine().registryFactory['wasm']!.factory()) as {
      readonly wasm: WasmModule;
    };
    return wasm;
  };
  return allowedCores() > 1 ? onSharedMemory(start) : start();
}
