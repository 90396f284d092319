import { setFlagsFromString } from 'node:v8';
import { widensProducts } from './widensProducts';

/** Node has it; its types, and those of the `es2022` library, do not. */
declare const WebAssembly: { readonly Module: new (binary: Uint8Array) => object };

/**
 * Makes one vector of 256 bits of two of 128 that lie side by side, in code of the optimizing compiler; so that one compiles now, and all
 * of the module. None of them is the default, so that the opposite of each puts it back.
 */
const flags = ['no-wasm-lazy-compilation', 'no-liftoff', 'experimental-wasm-revectorize'];

/**
 * Versions of V8 (Node 24, 25 and 26) in which all of this was tried, and their flags. Those are for its makers: in another version one of them may end
 * the process. Without `no-wasm-deopt`, the default of V8 13, V8 14 looks for what only the other compiler leaves, and aborts.
 */
const flagsOf: Readonly<Record<string, readonly string[]>> = {
  '13.6': flags,
  '14.1': [...flags, 'no-wasm-deopt'],
  '14.6': [...flags, 'no-wasm-deopt'],
};

/** An empty section of a name of its own. V8 compiles the same bytes once only, however its flags are. */
const customSection = Buffer.from([0, 5, 4, ...Buffer.from('wide')]);

/**
 * The kernels in `binary`, compiled for vectors of 256 bits; undefined where V8 or the processor cannot do that, or where what comes of it
 * is not the same to the bit, and faster. Takes some twenty milliseconds.
 *
 * @param plain the same, compiled as always: what the result is held against
 */
export function wideModule(binary: Uint8Array, plain: object, isShared: boolean): object | undefined {
  const tried = flagsOf[/^\d+\.\d+/.exec(process.versions.v8)?.[0] ?? ''];
  if (tried === undefined || !maySetFlags()) return undefined;
  try {
    const wide = compiled(Buffer.concat([binary, customSection]), tried);
    return widensProducts(wide, plain, isShared) ? wide : undefined;
  } catch {
    return undefined;
  }
}

function maySetFlags(): boolean {
  const { variables } = process.config as { readonly variables?: Readonly<Record<string, unknown>> };
  return (
    process.arch === 'x64' &&
    variables?.['v8_enable_wasm_simd256_revec'] === 1 &&
    process.env['MODEL_REGRESSION_WIDE'] !== '0' &&
    // What was said about them when the process was started could not be put back.
    !process.execArgv.some((argument) => /^--.*(wasm|liftoff)/.test(argument))
  );
}

/** Flags are read when a module is compiled, and put back at once: by them is compiled besides what other threads compile in the same ten milliseconds, if any do. */
function compiled(binary: Uint8Array, set: readonly string[]): object {
  for (const flag of set) setFlagsFromString(`--${flag}`);
  try {
    return new WebAssembly.Module(binary);
  } finally {
    for (const flag of set) setFlagsFromString(`--${opposite(flag)}`);
  }
}

const opposite = (flag: string): string => (flag.startsWith('no-') ? flag.slice(3) : `no-${flag}`);
