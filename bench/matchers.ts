/**
 * What the matchers cost, in predictions of the same rows: ResNet50 of the case (197 x 197 x 1, three rows), trained for two epochs, judged as it
 * is and after its moving statistics were recalibrated. Everything alternates with predictions in one run, so that a busy machine is busy for all.
 *
 *     npm run bench:matchers            5 rounds
 *     npm run bench:matchers -- 9
 */
import '../scripts/assembled';
import * as tf from '@tensorflow/tfjs';
import {
  backendReport,
  diagnose,
  recalibrateBatchNorm,
  startBackend,
  train,
  type TrainedModel,
} from '../src';
import { consistencyOf } from '../src/diagnosis/diagnose';
import { judgeBatchNorm } from '../src/diagnosis/batchNorm/judgeBatchNorm';
import { resnet50 } from '../src/fixtures/resnet50';
import { threePictures } from '../src/fixtures/threePictures';
import { batchNormStatistics } from '../src/probes/batchNorm/measureBatchNorm';
import { median } from './shared/median';
import { range } from './shared/range';

const [rounds = 5] = process.argv.slice(2).map(Number);

async function secondsOf(run: () => unknown): Promise<number> {
  const start = performance.now();
  await run();
  return (performance.now() - start) / 1000;
}

type Judgements = Readonly<Record<string, (trained: TrainedModel) => Promise<unknown>>>;

const where = 'the bench';
const judgements: Judgements = {
  toPredictConsistentlyWithTraining: (trained) =>
    consistencyOf(trained, undefined, {}, where, { explains: false }),
  toHaveConvergedBatchNormStats: (trained) =>
    batchNormStatistics(
      trained,
      undefined,
      {},
      where,
      (layers) => judgeBatchNorm(layers).kind === 'converged',
    ),
  'diagnose, the full explanation': (trained) => diagnose(trained),
};

async function measured(trained: TrainedModel, state: string): Promise<void> {
  const predict = (): void =>
    tf.tidy(() => void (trained.model.predict(trained.data.xs) as tf.Tensor).dataSync());
  predict();
  const predictions: number[] = [];
  const seconds = new Map(Object.keys(judgements).map((name) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, judge] of Object.entries(judgements)) {
      predictions.push(await secondsOf(predict));
      seconds.get(name)!.push(await secondsOf(() => judge(trained)));
    }
  }
  const prediction = median(predictions);
  console.log(`\n${state}; a prediction takes ${prediction.toFixed(2)} s ${range(predictions, 2)}`);
  for (const [name, values] of seconds)
    console.log(
      `  ${name.padEnd(36)} ${median(values).toFixed(2)} s  ${range(values, 2)}  ${(median(values) / prediction).toFixed(2)} predictions`,
    );
}

async function main(): Promise<void> {
  await startBackend();
  console.log(String(backendReport()));
  const network = (): tf.LayersModel => resnet50({ inputShape: [197, 197, 1], classes: 3 });
  const compile = { optimizer: 'adam', loss: 'categoricalCrossentropy', metrics: ['accuracy'] };
  const trained = await train(network, threePictures(), { ...compile, epochs: 5, batchSize: 3, seed: 4 });
  await measured(trained, 'As trained: red');
  await recalibrateBatchNorm(trained.model, trained.data.xs);
  await measured(trained, 'Recalibrated: green');
}

void main();
