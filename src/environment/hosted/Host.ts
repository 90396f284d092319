import { AsyncResource } from 'node:async_hooks';
import type { Context } from 'node:vm';
import { packagePath } from '../../backends/tfjsPackage';
import { CompiledModules } from './CompiledModules';
import { hostedFiles } from './hostedFiles';
import type { Hosted } from './hostedOf';
import { KeptEngine, type TfjsCore, type TfjsWasm } from './KeptEngine';
import { ModulesOfFile } from './ModulesOfFile';
import { startEngine } from './startEngine';

/** What a Jest worker keeps from test file to test file: code that is compiled, and an engine that runs. */
export class Host {
  private readonly compiled = new CompiledModules();
  private readonly files = hostedFiles();
  private readonly wasmFile = packagePath('@tensorflow/tfjs-backend-wasm');
  /** Made before any test file: promises that outlive one would otherwise hold on to its asynchronous context. */
  private readonly outside = new AsyncResource('jest-model-regression');
  private readonly engine = new KeptEngine(() =>
    this.outside.runInAsyncScope(() => startEngine(this.compiled, this.wasmFile as string)),
  );

  /** @param globals those of the test file, in `context` */
  hostedFor(testFile: string, globals: object, context: Context): Hosted {
    const given = new Map<string, () => unknown>([
      ['process', () => (globals as { readonly process: unknown }).process],
    ]);
    const evaluated = new Map([[this.wasmFile ?? '', this.lendEngineTo(testFile)]]);
    let modules: ModulesOfFile | undefined;
    const load = (file: string): unknown => {
      modules ??= new ModulesOfFile(this.compiled, { context, globals, given, evaluated });
      return modules.load(file);
    };
    return { files: this.files, load, give: (request, value) => void given.set(request, value) };
  }

  /** At the end of a test file. */
  takeBack(): void {
    this.engine.takeBack();
  }

  private lendEngineTo(testFile: string) {
    return (wasm: unknown, modules: ModulesOfFile): void => {
      const core = modules.load(this.compiled.fileOf(this.wasmFile as string, '@tensorflow/tfjs-core'));
      this.engine.lendTo(testFile, core as TfjsCore, wasm as TfjsWasm);
    };
  }
}
