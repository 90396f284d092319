import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve as resolvePath } from 'node:path';
import type { Script } from 'node:vm';
import { builtIns } from './builtIns';
import type { CodeCache } from './CodeCache';

/** Named by these beside the built-ins: where tfjs keeps its engine, and we our state. */
export const globalNames = ['global', 'globalThis'] as const;

/** Evaluates to a function of the built-ins, which returns the module as a function of what CommonJS gives it. */
const head = `(function (${[...builtIns, ...globalNames].join(', ')}) { return function (exports, require, module, __filename, __dirname) { `;
// The end of the line before it: the last line of the module may be a comment.
const tail = '\n}; })';

interface Folder {
  readonly real: string;
  readonly files: ReadonlySet<string>;
}

/**
 * Modules that a Jest worker reads, resolves and compiles once, however many test files evaluate them: of the time that tfjs takes to load,
 * that is nine tenths.
 */
export class CompiledModules {
  private readonly scripts = new Map<string, Script>();
  private readonly files = new Map<string, string>();
  private readonly folders = new Map<string, Folder>();

  constructor(private readonly cache: CodeCache) {}

  scriptOf(file: string): Script {
    const script = this.scripts.get(file) ?? this.compiled(file);
    this.scripts.set(file, script);
    return script;
  }

  /** Where `request` leads from a module in `file`; Node's own error where it leads nowhere. */
  fileOf(file: string, request: string): string {
    const key = `${dirname(file)}\n${request}`;
    const found =
      this.files.get(key) ?? this.neighbour(file, request) ?? createRequire(file).resolve(request);
    this.files.set(key, found);
    return found;
  }

  /** For the next run, when a test file has called what it needs. */
  save(): void {
    this.cache.save();
  }

  /** The way of most requests, which Node would take ten times as long to find. */
  private neighbour(file: string, request: string): string | undefined {
    if (!/^\.\.?\//.test(request)) return undefined;
    const wanted = `${resolvePath(dirname(file), request)}.js`;
    const { real, files } = this.folderOf(dirname(wanted));
    return files.has(basename(wanted)) ? join(real, basename(wanted)) : undefined;
  }

  private folderOf(path: string): Folder {
    const folder = this.folders.get(path) ?? filesIn(path);
    this.folders.set(path, folder);
    return folder;
  }

  private compiled(file: string): Script {
    return this.cache.script(file, [head, withoutShebang(readFileSync(file)), tail]);
  }
}

function withoutShebang(source: Buffer): Buffer {
  if (source.toString('latin1', 0, 2) !== '#!') return source;
  const end = source.indexOf('\n');
  return source.subarray(end < 0 ? source.length : end);
}

/** What is a file there, and no link to one. */
function filesIn(folder: string): Folder {
  if (!existsSync(folder)) return { real: folder, files: new Set() };
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  return { real: realpathSync(folder), files: new Set(entries.map(({ name }) => name)) };
}
