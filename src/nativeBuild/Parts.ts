import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { nodeGypFile } from './nodeGypFile';
import { isOnPath } from './isOnPath';

/** What the addon of tfjs-node is built from. */
export interface Parts {
  /** The folder of the npm package. */
  readonly packageFolder: string;
  readonly tensorflow: TensorFlowParts;
  readonly nodeGyp: string;
}

/** Absolute paths in the `tensorflow` folder of a pip-installed TensorFlow. */
export interface TensorFlowParts {
  readonly folder: string;
  readonly headers: string;
  readonly library: string;
  readonly framework: string;
}

export interface Asked {
  readonly packageName: '@tensorflow/tfjs-node' | '@tensorflow/tfjs-node-gpu';
  /** The folder that holds `libtensorflow_cc.so.2`. */
  readonly tensorflow: string;
  /** The project that has the npm package. */
  readonly project: string;
}

/** All parts, or a line for each that is missing, with what to do about it. */
export function partsFor(asked: Asked): Parts | { readonly missing: readonly string[] } {
  const missing: string[] = [];
  const found = <T>(part: T | undefined, otherwise: string): T => {
    if (part === undefined) missing.push(otherwise);
    return part as T;
  };
  const parts = {
    packageFolder: found(packageFolder(asked), notInstalled(asked.packageName)),
    tensorflow: found(tensorflowIn(asked.tensorflow), noTensorFlow(asked.tensorflow)),
    nodeGyp: found(
      nodeGypFile(asked.project),
      'node-gyp, which comes with npm: npm install --save-dev node-gyp',
    ),
  };
  if (/\s/.test(parts.packageFolder ?? '')) missing.push(pathWithoutSpaces(parts.packageFolder));
  for (const tool of ['python3', 'make', 'g++'])
    if (!isOnPath(tool))
      missing.push(`${tool}, which node-gyp needs: install it (Debian: apt install ${tool})`);
  return missing.length > 0 ? { missing } : parts;
}

function packageFolder({ packageName, project }: Asked): string | undefined {
  try {
    return path.dirname(
      createRequire(path.join(project, 'package.json')).resolve(`${packageName}/package.json`),
    );
  } catch {
    return undefined;
  }
}

const notInstalled = (packageName: string): string =>
  `${packageName}: npm install --save-dev --ignore-scripts ${packageName}@~4.22.0`;

const pathWithoutSpaces = (folder: string): string =>
  `a path without spaces to the package: the makefiles of node-gyp cannot hold ${folder}. Build in a copy of the project in another folder`;

function tensorflowIn(given: string): TensorFlowParts | undefined {
  const folder = path.resolve(given);
  if (!existsSync(path.join(folder, 'include/tensorflow/c/c_api.h'))) return undefined;
  const files = readdirSync(folder);
  const [library, framework] = [/^libtensorflow_cc\.so\.\d+$/, /^libtensorflow_framework\.so\.\d+$/].map(
    (name) => files.find((file) => name.test(file)),
  );
  if (library === undefined || framework === undefined) return undefined;
  return {
    folder,
    headers: path.join(folder, 'include'),
    library: path.join(folder, library),
    framework: path.join(folder, framework),
  };
}

const noTensorFlow = (folder: string): string =>
  `TensorFlow in ${path.resolve(folder)}: --tensorflow takes the folder that holds libtensorflow_cc.so.2 and include/. Install it with ` +
  '"python3 -m pip install tensorflow" (for a GPU "tensorflow[and-cuda]"), and find it with ' +
  '"python3 -c \'import importlib.util as u; print(u.find_spec("tensorflow").submodule_search_locations[0])\'"';
