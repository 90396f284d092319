import { spawnSync } from 'node:child_process';

/** What a package that was built can do. */
export interface Trained {
  /** The version of TensorFlow that the addon says it runs on. */
  readonly tensorflow: string;
  readonly usesGpu: boolean;
  /** Before the first and after the last of the steps. */
  readonly losses: readonly [number, number];
}

/** In a process of its own: an addon that does not fit ends the process without a word. */
const program = `
const util = require('node:util');
// Node 23 took them away.
util.isNullOrUndefined ??= (value) => value == null;
util.isArray ??= Array.isArray;
const tf = require(process.argv[1]);
const { conv2d, batchNormalization, flatten, dense } = tf.layers;
const model = tf.sequential({
  layers: [
    conv2d({ filters: 4, kernelSize: 3, activation: 'relu', inputShape: [8, 8, 1] }),
    batchNormalization(),
    flatten(),
    dense({ units: 2, activation: 'softmax' }),
  ],
});
model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' });
const xs = tf.randomNormal([16, 8, 8, 1], 0, 1, 'float32', 7);
const ys = tf.oneHot(tf.tensor1d(Array.from({ length: 16 }, (_, row) => row % 2), 'int32'), 2).toFloat();
model.fit(xs, ys, { epochs: 20, batchSize: 16, verbose: 0 }).then(({ history: { loss } }) => {
  const { binding, isUsingGpuDevice } = tf.backend();
  const said = { tensorflow: binding.TF_Version, usesGpu: isUsingGpuDevice === true, losses: [loss[0], loss[loss.length - 1]] };
  process.stdout.write('\\n' + JSON.stringify(said));
});
`;

/**
 * Trains a small network in the package.
 *
 * @throws Error with what the process said, where it ends before that or learns nothing
 */
export function trainAStep(packageFolder: string): Trained {
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, ['-e', program, packageFolder], {
    encoding: 'utf8',
    env: { TF_CPP_MIN_LOG_LEVEL: '1', TF_FORCE_GPU_ALLOW_GROWTH: 'true', ...process.env },
  });
  if (status !== 0) {
    const ended = signal === null ? `exit code ${status}` : `signal ${signal}`;
    throw new Error(
      `The addon was built, but the training of a step ended with ${ended}; the package is as it was before.\n${lastLines(stderr)}`,
    );
  }
  const trained = JSON.parse(stdout.slice(stdout.lastIndexOf('\n'))) as Trained;
  const [first, last] = trained.losses;
  if (!(last < first))
    throw new Error(
      `The addon was built, but a training of 20 steps took the loss from ${first} to ${last}; the package is as it was before.`,
    );
  return trained;
}

const lastLines = (text: string): string => text.trim().split('\n').slice(-20).join('\n');
