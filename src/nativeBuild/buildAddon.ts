import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import type { Parts } from './Parts';

/** What the package brought, or an earlier build left: out of the way until the new build has succeeded. */
const replaced = ['deps', 'lib', 'build'];
const aside = (folder: string): string => `${folder}.before`;

/**
 * Builds the addon as tfjs-node builds itself, on the headers and the library of the given TensorFlow. That stays where it is, and must
 * stay there: libraries of CUDA are found beside it. Where it fails, the package is as it was before.
 *
 * @throws Error with the last lines of node-gyp
 */
export function buildAddon(parts: Parts): void {
  const folders = replaced.map((name) => path.join(parts.packageFolder, name));
  const before = folders.filter((folder) => existsSync(folder));
  for (const folder of before) {
    rmSync(aside(folder), { recursive: true, force: true });
    renameSync(folder, aside(folder));
  }
  try {
    linkTensorFlow(parts);
    runNodeGyp(parts);
  } catch (error) {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    for (const folder of before) renameSync(aside(folder), folder);
    throw error;
  }
  for (const folder of before) rmSync(aside(folder), { recursive: true });
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
      env: { ...process.env, LDFLAGS: `${process.env['LDFLAGS'] ?? ''} -Wl,-rpath,${tensorflow.folder}` },
    },
  );
  if (status === 0) return;
  const said = error?.message ?? `${stdout}${stderr}`.trim().split('\n').slice(-20).join('\n');
  throw new Error(
    `node-gyp could not build the addon of tfjs-node; the package is as it was before.\n${said}`,
  );
}

/** Those that came with this Node; without them node-gyp downloads some. */
function headersOfNode(): readonly string[] {
  const prefix = path.resolve(path.dirname(process.execPath), '..');
  return existsSync(path.join(prefix, 'include/node/node_api.h')) ? [`--nodedir=${prefix}`] : [];
}
