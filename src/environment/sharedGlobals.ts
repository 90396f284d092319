/**
 * What a test file gets from the host instead of from its own vm context: the whole typed-array family, together,
 * so that `%TypedArray%` is one, and WebAssembly, whose memories would otherwise be no `instanceof ArrayBuffer`
 * (jestjs/jest#2549, #7780). Object, Array and Error stay the context's own: their literals would be anyway.
 */
const sharedGlobals = [
  'ArrayBuffer',
  'SharedArrayBuffer',
  'DataView',
  'Int8Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'Int16Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
  'Float16Array', // Node 24 and later
  'Float32Array',
  'Float64Array',
  'BigInt64Array',
  'BigUint64Array',
  'WebAssembly',
] as const;

const outer = globalThis as Readonly<Record<string, unknown>>;

/** Puts them into the globals of another realm. */
export function shareGlobals(globals: object): void {
  for (const name of sharedGlobals) if (name in outer) Object.assign(globals, { [name]: outer[name] });
}
