import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';

const root = path.resolve(__dirname, '../..');
const source = path.join(root, 'assembly');
const target = path.join(root, 'src/backends/wasm/own/binary.generated.ts');
// No runtime, no memory of its own: the kernels work on pointers into the memory of tfjs, where they may own nothing.
// 112: that JavaScript cannot pass vectors, which it does not.
const flags =
  '-O3 --noAssert --enable simd --importMemory --noExportMemory --runtime stub --disableWarning 112'.split(
    ' ',
  );

// A memory is either shared or not, and a module says which it takes; 65536 pages are 4 GB.
const shared = '--enable threads --sharedMemory --maximumMemory 65536'.split(' ');
const relaxed = '--enable relaxed-simd'.split(' ');

/** What is compiled from the same source. */
const builds: Readonly<Record<string, readonly string[]>> = {
  alone: [],
  shared,
  relaxedAlone: relaxed,
  relaxedShared: [...shared, ...relaxed],
};

/** Compiles `assembly/` into a module of `src/`, as text that `binaryOf` unpacks, unless that has been done: whatever runs from source calls it first. */
export function assembleKernels(): void {
  const compiler = createRequire(__filename).resolve('assemblyscript/bin/asc.js');
  const key = `// ${keyOf(compiler)}\n`;
  if (existsSync(target) && readFileSync(target, 'utf8').startsWith(key)) return;
  const folder = mkdtempSync(path.join(tmpdir(), 'kernels-'));
  try {
    const compiled = Object.entries(builds).map(([name, more]) => {
      const binary = path.join(folder, `${name}.wasm`);
      const entry = path.relative(root, path.join(source, 'index.ts'));
      execFileSync(process.execPath, [compiler, entry, ...flags, ...more, '--outFile', binary], {
        cwd: root,
      });
      const packed = deflateRawSync(readFileSync(binary), { level: 9 });
      return `  ${name}: '${packed.toString('base64')}',\n`;
    });
    // Renamed into place: of two processes that do this at once, neither sees half a file.
    const written = `${target}.${process.pid}`;
    // With a type of its own: the one that TypeScript would infer holds the text once more.
    const names = Object.keys(builds).map((name) => `'${name}'`);
    const type = `Readonly<Record<${names.join(' | ')}, string>>`;
    writeFileSync(written, `${key}export const binaries: ${type} = {\n${compiled.join('')}};\n`);
    renameSync(written, target);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A hash of everything that the binary depends on. */
function keyOf(compiler: string): string {
  const files = readdirSync(source).sort();
  const hash = createHash('sha256').update(JSON.stringify([flags, builds, 'deflated']));
  hash.update(readFileSync(path.join(path.dirname(compiler), '../package.json')));
  for (const file of files) hash.update(file).update(readFileSync(path.join(source, file)));
  return hash.digest('hex');
}
