import { createRequire } from 'node:module';

export interface CoreCopy {
  readonly path: string;
  readonly version: string;
}

/** The copy of tfjs-core that the package at `path` uses. */
export function coreCopyOf(path: string): CoreCopy | undefined {
  try {
    const require = createRequire(path);
    const main = require.resolve('@tensorflow/tfjs-core');
    const { version } = require('@tensorflow/tfjs-core/package.json') as { version: string };
    return { path: main, version };
  } catch {
    // An exports map or a layout without node_modules (Plug'n'Play): nothing to compare.
    return undefined;
  }
}
