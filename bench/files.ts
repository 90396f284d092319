/**
 * Twenty small test files in Jest's own environment, where each loads TensorFlow.js and starts the WASM engine for itself, and in ours, where a
 * worker does that once. Whole processes of Jest, which alternate. How long Jest takes for as many files with nothing in them stands beside.
 *
 *     npm run build && npm run bench:files
 *     npm run bench:files -- 9          9 rounds instead of 5
 */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import path from 'node:path';
import { installedProject } from './shared/installedProject';
import { median } from './shared/median';
import { range } from './shared/range';

const [rounds = 5] = process.argv.slice(2).map(Number);
const files = 20;
const root = path.resolve(__dirname, '..');

const contents = {
  'a small model trained with tf.LayersModel.fit': `
    const tf = require('@tensorflow/tfjs');
    const { startBackend } = require('jest-model-regression');
    test('learns a line', async () => {
      await startBackend({ engine: 'wasm' });
      const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
      const optimizer = tf.train.sgd(0.1);
      model.compile({ optimizer, loss: 'meanSquaredError' });
      const [xs, ys] = [tf.tensor2d([[0], [1], [2]]), tf.tensor2d([[1], [3], [5]])];
      await model.fit(xs, ys, { epochs: 5, verbose: 0 });
      const predicted = model.predict(xs);
      expect(predicted.shape).toEqual([3, 1]);
      tf.dispose([xs, ys, predicted, model, optimizer]);
    });`,
  'the same with train and a matcher': `
    const tf = require('@tensorflow/tfjs');
    const { matchers, train } = require('jest-model-regression');
    expect.extend(matchers);
    test('predicts the line that it learned', async () => {
      const model = () => tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
      const trained = await train(model, { xs: [[0], [1], [2]], ys: [[1], [3], [5]] }, { epochs: 5, optimizer: 'sgd', loss: 'meanSquaredError' });
      await expect(trained).toPredictConsistentlyWithTraining();
      trained.dispose();
    });`,
  nothing: `test('is there', () => expect(1).toBe(1));`,
};

const sides = {
  "Jest's environment": { testEnvironment: 'node' },
  ours: { preset: 'jest-model-regression' },
};

function secondsOf(folder: string, config: object): number {
  const jest = path.join(root, 'node_modules/jest/bin/jest.js');
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [jest, '--config', JSON.stringify(config)], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`Jest fails in ${folder}:\n${stderr}`);
  return (performance.now() - start) / 1000;
}

function benchOf(name: string, content: string): void {
  const names = Array.from({ length: files }, (_, index) => `${index + 1}.test.js`);
  const folder = installedProject(Object.fromEntries(names.map((each) => [each, content])));
  try {
    const seconds = Object.entries(sides).map(([side, config]) => ({ side, config, values: [] as number[] }));
    // The first run fills Jest's cache of files.
    for (let round = 0; round <= rounds; round++)
      for (const { config, values } of seconds) {
        const value = secondsOf(folder, config);
        if (round > 0) values.push(value);
      }
    console.log(`\n${name}`);
    for (const { side, values } of seconds)
      console.log(`  ${side.padEnd(20)} ${median(values).toFixed(2)} s  ${range(values, 2)}`);
    const [theirs, ours] = seconds.map(({ values }) => median(values));
    console.log(`  ${'ratio'.padEnd(20)} ${(theirs! / ours!).toFixed(2)}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

console.log(
  `${files} test files, ${rounds} rounds; ${cpus()[0]?.model ?? ''}, ${availableParallelism()} cores, node ${process.versions.node}`,
);
for (const [name, content] of Object.entries(contents)) benchOf(name, content);
