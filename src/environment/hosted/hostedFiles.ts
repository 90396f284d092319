import { existsSync } from 'node:fs';
import path from 'node:path';
import { packagePath } from '../../backends/tfjsPackage';

const tfjsPackages = [
  '@tensorflow/tfjs',
  '@tensorflow/tfjs-core',
  '@tensorflow/tfjs-layers',
  '@tensorflow/tfjs-converter',
  '@tensorflow/tfjs-data',
  '@tensorflow/tfjs-backend-cpu',
  '@tensorflow/tfjs-backend-webgl',
  '@tensorflow/tfjs-backend-wasm',
  '@tensorflow/tfjs-node',
  '@tensorflow/tfjs-node-gpu',
];

const ownFile = (name: string): string => path.resolve(__dirname, '../..', name);

/** A test file that only trains need not wait for what explains, draws and saves. */
export const ownIndex = ownFile('index.js');

const ownFiles = [ownIndex, ownFile('fixtures/index.js'), ownFile('matchers/index.js')];

/** The main files of TensorFlow.js, as far as it is installed, and our own. What they require is hosted with them. */
export function hostedFiles(): readonly string[] {
  // Not there where this runs as TypeScript, in our own tests.
  return [...tfjsPackages.map(packagePath), ...ownFiles].filter(
    (file) => file !== undefined && existsSync(file),
  ) as string[];
}
