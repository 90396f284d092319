/** Node has it; its types, and those of the `es2022` library, do not. */
declare const WebAssembly: {
  instantiate: (source: unknown, imports: unknown) => Promise<unknown>;
};

/**
 * Lets what `start` instantiates live in memory that threads share. The binary of tfjs' WASM backend with one thread has its memory
 * inside, limited to 4 GB, and says nothing of threads: a shared one needs no other code, so one bit in it is all that changes. What it computes is the same.
 */
export async function onSharedMemory<T>(start: () => Promise<T>): Promise<T> {
  const { instantiate } = WebAssembly;
  const instantiated = (source: unknown, imports: unknown): Promise<unknown> =>
    instantiate.call(WebAssembly, source, imports);
  WebAssembly.instantiate = async (source, imports) => {
    const shared = withSharedMemory(source);
    if (shared === source) return instantiated(source, imports);
    // Where no such memory is to be had, one that is not shared does as well.
    return instantiated(shared, imports).catch(() => instantiated(source, imports));
  };
  try {
    return await start();
  } finally {
    WebAssembly.instantiate = instantiate;
  }
}

const memorySection = 5;
const limited = 1;
const limitedAndShared = 3;

/** The binary itself where it is no bytes, or has no memory of its own, or one without a limit, which cannot be shared. */
export function withSharedMemory(source: unknown): unknown {
  if (!ArrayBuffer.isView(source)) return source;
  const bytes = new Uint8Array(source.buffer, source.byteOffset, source.byteLength).slice();
  const at = startOfSection(bytes, memorySection);
  // One memory, and how it is limited.
  if (at === undefined || bytes[at] !== 1 || bytes[at + 1] !== limited) return source;
  bytes[at + 1] = limitedAndShared;
  return bytes;
}

/** As the format has it: eight bytes, then for each section its number, its length in LEB128 and so many bytes. */
function startOfSection(bytes: Uint8Array, wanted: number): number | undefined {
  for (let at = 8; at < bytes.length;) {
    const section = bytes[at++];
    let length = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] ?? 0;
      length |= (byte & 127) << shift;
      if (byte < 128) break;
    }
    if (section === wanted) return at;
    at += length;
  }
  return undefined;
}
