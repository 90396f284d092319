import { afterAll, expect, test } from '@jest/globals';
import type { Scalar, Tensor } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import {
  backendReport,
  recalibrateBatchNorm,
  startBackend,
  train,
  type TrainedModel,
} from 'jest-model-regression';
import { resnet50, threePictures } from 'jest-model-regression/fixtures';
import { epochTold } from './epochTold';
import { inTrainingMode } from './inTrainingMode';
import { startValuesLeft } from './startValuesLeft';
import { chapter, tell } from './tell';

const fit = { batchSize: 3, optimizer: 'adam', loss: 'categoricalCrossentropy', metrics: ['accuracy'] };
const seconds: number[] = [];
let trained: TrainedModel;

test('fit learns the three pictures', async () => {
  await startBackend();
  tell(`Engine: ${String(backendReport())}`);
  chapter(
    '1. It trains: ResNet50 (197 x 197 x 1, 23,587,587 parameters) on three pictures, five epochs, adam',
  );
  const network = () => resnet50({ inputShape: [197, 197, 1], classes: 3 });
  const callbacks = epochTold(5, seconds);
  trained = await train(network, threePictures(), { ...fit, epochs: 5, seed: 4, callbacks });
  expect(trained.model.countParams()).toBe(23_587_587);
  expect(trained.recording.epochs.at(-1)!.accuracy).toBe(1);
});

test('predict puts all three pictures on one class', async () => {
  chapter('2. predict, on the same three pictures');
  const probabilities = await predicted(trained);
  tellRows(probabilities);
  expect(new Set(probabilities.map(classOf)).size).toBe(1);
});

test('evaluate agrees with predict: one right row and two wrong ones', async () => {
  const scalars = trained.model.evaluate(trained.data.xs, trained.data.ys) as Scalar[];
  const evaluation = scalars.map((value) => value.dataSync()[0]!);
  tf.dispose(scalars);
  tell(`\n  evaluate: [${evaluation.join(', ')}]`);
  tell('  10.7454 is (-2 ln 1e-7) / 3: two of three rows have no probability at all on their class,');
  tell('  clipped at 1e-7. It is what a collapse to one class looks like.');
  expect(evaluation[0]).toBeCloseTo((-2 * Math.log(1e-7)) / 3, 3);
  expect(evaluation[1]).toBeCloseTo(1 / 3, 6);
});

test('the same weights are right in training mode', async () => {
  chapter('3. The very same weights in training mode: BatchNorm normalises by the batch');
  const probabilities = await inTrainingMode(trained.model, trained.data.xs);
  tellRows(probabilities);
  expect(probabilities.map(classOf)).toEqual([0, 1, 2]);
});

test('RED predicts what it learned', async () => {
  chapter('4. It is caught and explained');
  await told(() => expect(trained).toPredictConsistentlyWithTraining());
});

test('RED has converged BatchNorm statistics', async () => {
  tell();
  await told(() => expect(trained).toHaveConvergedBatchNormStats());
});

test('moving averages keep momentum to the power of updates of their start values', () => {
  chapter('5. Why: what is left of the start values (mean 0, variance 1), measured on a BatchNorm layer');
  const updates = [5, 20, 100, 459, 1000];
  tell(`  momentum ${updates.map((k) => `${k} updates`.padStart(13)).join('')}`);
  for (const momentum of [0.99, 0.9, 0.01]) {
    const left = startValuesLeft(momentum, updates);
    tell(`  ${String(momentum).padEnd(8)} ${left.map((share) => percent(share).padStart(13)).join('')}`);
    left.forEach((share, i) => expect(share).toBeCloseTo(momentum ** updates[i]!, 4));
  }
});

test('recalibrated, it predicts what it learned', async () => {
  chapter('6. It is repaired: await recalibrateBatchNorm(trained.model, trained.data.xs)');
  const layers = await recalibrateBatchNorm(trained.model, trained.data.xs);
  tell(`  ${layers} layers recalibrated. predict now:`);
  await isRightNow();
});

test('with momentum 0.01 it is right without repair', async () => {
  chapter('7. Trained again, momentum 0.01 in every BatchNorm layer, 20 epochs');
  const network = () => resnet50({ inputShape: [197, 197, 1], classes: 3, momentum: 0.01 });
  const callbacks = epochTold(20, seconds);
  trained = await train(network, threePictures(), { ...fit, epochs: 20, seed: 1, callbacks });
  tell('\n  predict:');
  await isRightNow();
});

afterAll(() => {
  const sorted = [...seconds].sort((a, b) => a - b);
  tell(
    `\nA training step takes ${sorted[Math.floor(sorted.length / 2)]!.toFixed(2)} s (median of ${sorted.length}); ` +
      `peak memory ${(process.resourceUsage().maxRSS / 1e6).toFixed(2)} GB; ${tf.memory().numTensors} tensors alive.`,
  );
});

/** `predict` puts every picture on its class, and both matchers pass; the model is freed. */
async function isRightNow(): Promise<void> {
  const probabilities = await predicted(trained);
  tellRows(probabilities);
  expect(probabilities.map(classOf)).toEqual([0, 1, 2]);
  await expect(trained).toPredictConsistentlyWithTraining();
  await expect(trained).toHaveConvergedBatchNormStats();
  tell('\n  Both matchers pass.');
  freed(trained);
}

/** `dispose` frees the model; the pictures are ours. */
function freed(subject: TrainedModel): void {
  subject.dispose();
  tf.dispose([subject.data.xs, subject.data.ys]);
}

async function predicted({ model, data }: TrainedModel): Promise<number[][]> {
  const output = model.predict(data.xs) as Tensor;
  const values = (await output.array()) as number[][];
  output.dispose();
  return values;
}

/** Tells the message of an assertion as Jest gets it, and fails with it. */
async function told(assertion: () => Promise<void>): Promise<void> {
  try {
    await assertion();
  } catch (error) {
    tell((error as Error).message.replace(/^/gm, '  '));
    throw error;
  }
}

function tellRows(rows: readonly number[][]): void {
  rows.forEach((row, i) => tell(`  picture ${i} (class ${i}): ${row.map((p) => p.toFixed(4)).join('  ')}`));
}

function classOf(probabilities: readonly number[]): number {
  return probabilities.indexOf(Math.max(...probabilities));
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.001 && share > 0 ? 4 : 1)} %`;
}
