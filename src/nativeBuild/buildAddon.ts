import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import type { Parts } from './Parts';

/** What the package brought, or an earlier build left: out of the way until the new build has succeeded. */
const replaced = ['deps', 'lib', 'build'];
const aside = (folder: string): string => `${folder}.before`;

/**
 * Builds the addon as tfjs-node builds itself, on the headers and the library of the given TensorFlow. That stays where it is, and must
 * stay there: libraries of CUDA are found beside it. Where building or checking fails, the package is as it was before.
 *
 * @param check throws where the addon is not right; what it answers is answered
 * @throws Error with the last lines of node-gyp, or what `check` throws
 */
export function buildAddon<T>(parts: Parts, check: () => T): T {
  const folders = replaced.map((name) => path.join(parts.packageFolder, name));
  // What an interrupted build has put aside is how the package was.
  putBack(folders.filter((folder) => existsSync(aside(folder))));
  const before = folders.filter((folder) => existsSync(folder));
  for (const folder of before) renameSync(folder, aside(folder));
  let checked: T;
  try {
    linkTensorFlow(parts);
    runNodeGyp(parts);
    checked = check();
  } catch (error) {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    putBack(before);
    throw error;
  }
  for (const folder of before) rmSync(aside(folder), { recursive: true });
  return checked;
}

function putBack(folders: readonly string[]): void {
  for (const folder of folders) {
    rmSync(folder, { recursive: true, force: true });
    renameSync(aside(folder), folder);
  }
}

/** Under the names by which the package's binding.gyp asks for them. */
function linkTensorFlow({ packageFolder, tensorflow }: Parts): void {
  const library = path.join(packageFolder, 'deps/lib');
  mkdirSync(library, { recursive: true });
  symlinkSync(tensorflow.headers, path.join(packageFolder, 'deps/include'));
  symlinkSync(tensorflow.library, path.join(library, 'libtensorflow.so'));
  symlinkSync(tensorflow.framework, path.join(library, 'libtensorflow_framework.so'));
}

function runNodeGyp({ packageFolder, tensorflow, nodeGyp }: Parts): void {
  const target = path.join(packageFolder, 'lib/napi-v8');
  const variables = ['-Dnapi_build_version=8', '-Dmodule_name=tfjs_binding', `-Dmodule_path=${target}`];
  const { status, error, stdout, stderr } = spawnSync(
    process.execPath,
    [nodeGyp, 'rebuild', ...headersOfNode(), '--', ...variables],
    {
      cwd: packageFolder,
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      // Where the library lies and not a link to it: it looks for those of CUDA from where it was found.
      env: {
        ...process.env,
        LDFLAGS: `${process.env['LDFLAGS'] ?? ''} ${quoted(`-Wl,-rpath,${tensorflow.folder}`)}`,
      },
    },
  );
  if (status === 0) return;
  const said = error?.message ?? `${stdout}${stderr}`.trim().split('\n').slice(-20).join('\n');
  throw new Error(
    `node-gyp could not build the addon of tfjs-node; the package is as it was before.\n${said}`,
  );
}

/** As make hands it to a shell, and the shell to the linker. */
const quoted = (argument: string): string => `'${argument.replaceAll('$', '$$$$').replaceAll("'", `'\\''`)}'`;

/** Those that came with this Node; without them node-gyp downloads some. */
function headersOfNode(): readonly string[] {
  const prefix = path.resolve(path.dirname(process.execPath), '..');
  return existsSync(path.join(prefix, 'include/node/node_api.h')) ? [`--nodedir=${prefix}`] : [];
}
