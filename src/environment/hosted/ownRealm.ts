import { type Context, createContext, runInContext } from 'node:vm';
import { shareGlobals } from '../sharedGlobals';

const outer = globalThis as Readonly<Record<string, unknown>>;

/** A realm with the globals of this process, in which nothing listens to the process. */
export function ownRealm(): { readonly context: Context; readonly globals: object } {
  const context = createContext({});
  const globals = runInContext('globalThis', context) as object;
  const itsOwn = new Set(Object.getOwnPropertyNames(globals));
  for (const name of Object.getOwnPropertyNames(outer)) {
    if (itsOwn.has(name)) continue;
    Object.defineProperty(globals, name, { configurable: true, get: () => outer[name] });
  }
  shareGlobals(globals);
  // Emscripten adds listeners, and keeps those that it finds: one of a test file would hold on to all of it.
  const unheard = Object.create(process, {
    listeners: { value: () => [] },
    on: { value: () => unheard },
  }) as NodeJS.Process;
  Object.defineProperty(globals, 'process', { configurable: true, value: unheard });
  Object.defineProperty(globals, 'global', { configurable: true, value: globals });
  return { context, globals };
}
