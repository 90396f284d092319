import { readFileSync } from 'node:fs';
import nodeModule, { createRequire, isBuiltin } from 'node:module';
import { dirname, extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Context } from 'node:vm';
import { builtIns } from './builtIns';
import { type CompiledModules, globalNames } from './CompiledModules';

type Require = ((request: string) => unknown) & {
  readonly resolve: (request: string) => string;
  readonly cache: Readonly<Record<string, never>>;
};

interface LoadedModule {
  exports: unknown;
  readonly id: string;
  readonly filename: string;
}

type Evaluate = (
  this: unknown,
  exports: unknown,
  require: Require,
  module: LoadedModule,
  filename: string,
  folder: string,
) => void;

/** Where modules are evaluated, and what they find there. */
export interface Realm {
  readonly context: Context;
  readonly globals: object;
  /** What a request stands for there, in place of what Node would load. Called at the first such request. */
  readonly given: ReadonlyMap<string, () => unknown>;
  /** Files that do nothing but hand on, by getters, what others export: those are evaluated when somebody asks for something of theirs. */
  readonly handOn?: ReadonlySet<string>;
  /** Called with what a file exports, right after it has been evaluated. */
  readonly evaluated: ReadonlyMap<string, (exports: unknown, modules: ModulesOfFile) => void>;
}

/**
 * The hosted modules of one test file: evaluated by it, for it, in its realm. Nothing that a file does to them (classes it registers, variables, flags, a method
 * that it patches) can be seen by the next one, since that one has its own.
 */
export class ModulesOfFile {
  private readonly loaded = new Map<string, LoadedModule>();
  private readonly parameters: readonly unknown[];

  constructor(
    private readonly compiled: CompiledModules,
    private readonly realm: Realm,
  ) {
    const globals = realm.globals as Readonly<Record<string, unknown>>;
    this.parameters = [...builtIns.map((name) => globals[name]), ...globalNames.map(() => realm.globals)];
  }

  /** What the module in this file exports; evaluated at the first call. */
  load(file: string): unknown {
    const known = this.loaded.get(file);
    if (known !== undefined) return known.exports;
    switch (extname(file)) {
      case '.js':
      case '.cjs':
        return this.evaluate(file);
      case '.json':
        return this.read(file);
      default:
        // An addon: the process has one of it.
        return createRequire(file)(file) as unknown;
    }
  }

  private read(file: string): unknown {
    const exports = JSON.parse(readFileSync(file, 'utf8')) as unknown;
    this.loaded.set(file, { exports, id: file, filename: file });
    return exports;
  }

  private evaluate(file: string): unknown {
    const module: LoadedModule = { exports: {}, id: file, filename: file };
    this.loaded.set(file, module);
    try {
      this.functionOf(file).call(
        module.exports,
        module.exports,
        this.requireOf(file),
        module,
        file,
        dirname(file),
      );
    } catch (error) {
      this.loaded.delete(file);
      throw error;
    }
    this.realm.evaluated.get(file)?.(module.exports, this);
    return module.exports;
  }

  private functionOf(file: string): Evaluate {
    const inRealm = this.compiled.scriptOf(file).runInContext(this.realm.context) as (
      ...parameters: readonly unknown[]
    ) => Evaluate;
    return inRealm(...this.parameters);
  }

  private requireOf(file: string): Require {
    const resolve = (request: string): string =>
      isBuiltin(request) ? request : this.compiled.fileOf(file, request);
    const require = (request: string): unknown => {
      const given = this.realm.given.get(request.replace(/^node:/, ''));
      if (given !== undefined) return given();
      if (/^(?:node:)?module$/.test(request)) return this.nodeModule();
      if (isBuiltin(request)) return createRequire(file)(request) as unknown;
      const required = resolve(request);
      return this.realm.handOn?.has(file) === true ? this.atFirstUse(required) : this.load(required);
    };
    return Object.assign(require, { resolve, cache: {} });
  }

  private atFirstUse(file: string): unknown {
    const get = (_: unknown, name: string): unknown =>
      (this.load(file) as Readonly<Record<string, unknown>>)[name];
    return new Proxy({}, { get });
  }

  /** With a `createRequire` that stays among these modules. */
  private nodeModule(): object {
    const requireFrom = (from: string | URL): Require =>
      this.requireOf(typeof from === 'string' && !from.startsWith('file:') ? from : fileURLToPath(from));
    return Object.assign(Object.create(nodeModule) as object, { createRequire: requireFrom });
  }
}
