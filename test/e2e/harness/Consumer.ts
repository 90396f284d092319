import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A project of a user: what it has installed beside the packed tarball. */
export interface Consumer {
  readonly name: string;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const tfjs = { '@tensorflow/tfjs': '~4.22.0', '@tensorflow/tfjs-backend-wasm': '~4.22.0' };

/** The two ends of what is supported. */
export const supported: readonly Consumer[] = [
  {
    name: 'Jest 29.7, TypeScript 5.9',
    devDependencies: {
      ...tfjs,
      jest: '29.7.0',
      '@types/jest': '~29.5.14',
      'ts-jest': '^29.4.15',
      typescript: '~5.9.3',
    },
  },
  {
    name: 'Jest 30, TypeScript 6.0',
    devDependencies: {
      ...tfjs,
      jest: '^30.5.2',
      '@types/jest': '^30.0.0',
      'ts-jest': '^29.4.15',
      typescript: '~6.0.3',
    },
  },
];

export const examplesFolder = path.resolve(__dirname, '../../../examples');

/** Each example with what its own package.json asks for; the plugin comes from the tarball. */
export function examples(): readonly Consumer[] {
  const names = readdirSync(examplesFolder).filter((name) => /^\d\d-/.test(name));
  return names.map((name) => {
    const manifest = readFileSync(path.join(examplesFolder, name, 'package.json'), 'utf8');
    const { devDependencies } = JSON.parse(manifest) as Pick<Consumer, 'devDependencies'>;
    const { 'jest-model-regression': _ours, ...others } = devDependencies;
    return { name, devDependencies: others };
  });
}
