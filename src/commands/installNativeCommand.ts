import { Command } from 'commander';
import { installNative } from '../nativeBuild/installNative';
import { reported } from './reported';

interface Options {
  readonly gpu?: boolean;
  readonly tensorflow: string;
}

/** `jest-model-regression install-native`: tfjs-node on a TensorFlow of today. */
export function installNativeCommand(): Command {
  return new Command('install-native')
    .description(
      'build the addon of an installed @tensorflow/tfjs-node against a current TensorFlow, and train a step with it; the one that tfjs-node downloads is of 2022',
    )
    .requiredOption(
      '--tensorflow <folder>',
      'the folder of a pip-installed TensorFlow that holds libtensorflow_cc.so.2; it must stay there',
    )
    .option('--gpu', 'of @tensorflow/tfjs-node-gpu')
    .action(
      reported(({ gpu = false, tensorflow }: Options) => {
        const packageName = gpu ? '@tensorflow/tfjs-node-gpu' : '@tensorflow/tfjs-node';
        const asked = { packageName, tensorflow, project: process.cwd() } as const;
        const trained = installNative(asked, (line) => process.stderr.write(`${line}\n`));
        const [first, last] = trained.losses.map((loss) => loss.toFixed(4));
        process.stdout.write(
          `${packageName} runs on TensorFlow ${trained.tensorflow}, on the ${trained.usesGpu ? 'GPU' : 'CPU'}: 20 steps took the loss from ${first} to ${last}.\n`,
        );
        if (gpu && !trained.usesGpu)
          process.stderr.write(
            'It found no CUDA device: driver, CUDA and cuDNN must fit this TensorFlow (pip: "tensorflow[and-cuda]").\n',
          );
      }),
    );
}
