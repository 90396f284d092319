import { buildAddon } from './buildAddon';
import { type Asked, partsFor } from './Parts';
import { type Trained, trainAStep } from './trainAStep';

/**
 * Builds the addon of an installed tfjs-node against a TensorFlow of today, and trains with it.
 *
 * @param progress told what is being done
 * @throws Error that names all that is missing, or what went wrong
 */
export function installNative(asked: Asked, progress: (line: string) => void): Trained {
  if (process.platform !== 'linux')
    throw new Error(
      `install-native builds on Linux, this is ${process.platform}. Next: install ${asked.packageName} with its own TensorFlow, ` +
        'npm install --save-dev ' +
        `${asked.packageName}@~4.22.0`,
    );
  const parts = partsFor(asked);
  if ('missing' in parts)
    throw new Error(['What is missing:', ...parts.missing.map((each) => `  - ${each}`)].join('\n'));
  progress(`Building ${parts.packageFolder} against ${parts.tensorflow.folder} ...`);
  return buildAddon(parts, () => {
    progress('Training a step ...');
    return trainAStep(parts.packageFolder);
  });
}
