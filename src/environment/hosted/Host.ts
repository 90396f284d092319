import { AsyncResource } from 'node:async_hooks';
import type { Context } from 'node:vm';
import { packagePath } from '../../backends/tfjsPackage';
import { CodeCache } from './CodeCache';
import { CompiledModules } from './CompiledModules';
import { hostedFiles, ownIndex } from './hostedFiles';
import type { Hosted } from './hostedOf';
import { GpuThread } from '../../backends/webgpu/GpuThread';
import { leaveGpu } from '../../backends/webgpu/gpuOfRealm';
import { KeptEngine, type TfjsCore, type TfjsWasm } from './KeptEngine';
import { KeptGpu } from './KeptGpu';
import { ModulesOfFile, type Realm } from './ModulesOfFile';
import { nativeLeftovers } from './nativeLeftovers';
import { startEngine } from './startEngine';

type Evaluated = Realm['evaluated'];

/** What a Jest worker keeps from test file to test file: code that is compiled, and an engine that runs. */
export class Host {
  private readonly compiled: CompiledModules;
  private readonly files = hostedFiles();
  private readonly wasmFile = packagePath('@tensorflow/tfjs-backend-wasm') ?? '';
  private readonly nativeFiles = ['@tensorflow/tfjs-node', '@tensorflow/tfjs-node-gpu'].flatMap(
    (name) => packagePath(name) ?? [],
  );
  /** Made before any test file: promises that outlive one would otherwise hold on to its asynchronous context. */
  private readonly outside = new AsyncResource('jest-model-regression');
  private readonly engine = new KeptEngine(() =>
    this.outside.runInAsyncScope(() => startEngine(this.compiled, this.wasmFile)),
  );
  private readonly gpu = new KeptGpu((packages) =>
    this.outside.runInAsyncScope(() => new GpuThread(packages)),
  );
  private leftovers: (() => void)[] = [];

  /** @param cacheFolder for what is compiled; undefined for none */
  constructor(cacheFolder: string | undefined) {
    this.compiled = new CompiledModules(new CodeCache(cacheFolder));
  }

  /** @param globals those of the test file, in `context` */
  hostedFor(testFile: string, globals: object, context: Context): Hosted {
    const given = new Map<string, () => unknown>([
      ['process', () => (globals as { readonly process: unknown }).process],
    ]);
    let modules: ModulesOfFile | undefined;
    const load = (file: string): unknown => {
      modules ??= new ModulesOfFile(this.compiled, {
        context,
        globals,
        given,
        handOn: new Set([ownIndex]),
        evaluated: this.enginesOf(testFile),
      });
      return modules.load(file);
    };
    leaveGpu(globals, (packages) => this.gpu.lendTo(testFile, packages));
    return { files: this.files, load, give: (request, value) => void given.set(request, value) };
  }

  /** At the end of a test file. */
  async takeBack(): Promise<void> {
    this.engine.takeBack();
    for (const free of this.leftovers) free();
    this.leftovers = [];
    await this.gpu.takeBack();
    this.compiled.save();
  }

  /** What is to be done once a package with an engine has been evaluated. */
  private enginesOf(testFile: string): Evaluated {
    const lend = (wasm: unknown, modules: ModulesOfFile): void => {
      this.engine.lendTo(testFile, this.coreOf(this.wasmFile, modules), wasm as TfjsWasm);
    };
    const follow = (file: string, modules: ModulesOfFile): void => {
      const { registry } = this.coreOf(this.compiled.fileOf(file, '@tensorflow/tfjs'), modules).engine();
      const backend = registry['tensorflow'] as Parameters<typeof nativeLeftovers>[0] | undefined;
      if (backend !== undefined) this.leftovers.push(nativeLeftovers(backend));
    };
    return new Map([
      [this.wasmFile, lend],
      ...this.nativeFiles.map(
        (file) => [file, (_exports: unknown, modules: ModulesOfFile) => follow(file, modules)] as const,
      ),
    ]);
  }

  private coreOf(file: string, modules: ModulesOfFile): TfjsCore {
    return modules.load(this.compiled.fileOf(file, '@tensorflow/tfjs-core')) as TfjsCore;
  }
}
