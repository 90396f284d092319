import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { startBackend } from '../../src/backends/startBackend';
import { blobs } from '../../src/fixtures/blobs';
import { denseWithBatchNorm } from '../../src/fixtures/denseWithBatchNorm';
import { disposeModel } from '../../src/savedModels/disposeModel';
import { loadModel } from '../../src/savedModels/loadModel';
import { saveModel } from '../../src/savedModels/saveModel';
import type { Recording } from '../../src/probes/recording/Recording';
import { recordTraining } from '../../src/probes/recording/recordTraining';
import { train } from '../../src/training/train';
import { kinds } from '../builders/kinds';

let folder: string;
let at: string;

beforeAll(async () => {
  await startBackend();
});

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'models-'));
  at = path.join(folder, 'model');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const small = (): tf.Sequential => denseWithBatchNorm({ features: 4, classes: 3, seed: 7 });

async function numbersOf(
  model: tf.LayersModel,
): Promise<readonly (readonly [string, readonly number[], string])[]> {
  return Promise.all(
    model.weights.map(
      async (weight) =>
        [
          weight.originalName,
          weight.shape as number[],
          Buffer.from((await weight.read().data()).buffer.slice(0)).toString('hex'),
        ] as const,
    ),
  );
}

async function trained(epochs = 2): ReturnType<typeof train> {
  return train(small, blobs({ rows: 30, classes: 3, features: 4, seed: 7 }), {
    epochs,
    batchSize: 10,
    optimizer: 'adam',
    loss: 'categoricalCrossentropy',
    metrics: ['accuracy'],
    seed: 7,
  }) as ReturnType<typeof train>;
}

interface Json {
  [key: string]: unknown;
  modelTopology: Record<string, unknown>;
  weightsManifest: { paths: string[]; weights: { name: string; shape: number[]; dtype: string }[] }[];
}

/** Changes model.json as somebody else would write it: without our seal. */
function rewrite(change: (json: Json) => void): void {
  const file = path.join(at, 'model.json');
  const { jestModelRegression: _seal, ...json } = JSON.parse(readFileSync(file, 'utf8')) as Json;
  change(json);
  writeFileSync(file, JSON.stringify(json));
}

const shard = (): string =>
  path.join(
    at,
    readdirSync(at).find((name) => name.endsWith('.bin'))!,
  );

async function refusal(): Promise<string> {
  const before = tf.memory().numTensors;
  const error: unknown = await loadModel(at).catch((caught: unknown) => caught);
  expect(tf.memory().numTensors).toBe(before);
  expect(error).toBeInstanceOf(TypeError);
  return (error as Error).message;
}

/** Its inner layer is not tracked: tfjs saves nothing of it. */
const held = 'BatchNorm held by a layer of one’s own';

describe('a model that was saved', () => {
  test.each(Object.keys(kinds).filter((kind) => kind !== held))(
    'comes back bit for bit: %s',
    async (kind) => {
      const model = kinds[kind]!.build(0.9);
      await saveModel(model, at);
      const before = tf.memory().numTensors;
      const loaded = await loadModel(at);
      expect(await numbersOf(loaded)).toEqual(await numbersOf(model));
      disposeModel(loaded);
      expect(tf.memory().numTensors).toBe(before);
      disposeModel(model);
    },
  );

  test('goes on training as if it had never been away: compile, optimizer and its state come back', async () => {
    const { model, data, recording, dispose } = await trained();
    await saveModel({ model, recording }, at);
    const loaded = await loadModel(at);
    const further = { epochs: 3, batchSize: 10, seed: 3 };
    await train(model, data, further);
    await train(loaded, data, further);
    expect(await numbersOf(loaded)).toEqual(await numbersOf(model));
    disposeModel(loaded);
    dispose();
  });

  test('is read by TensorFlow.js itself', async () => {
    const model = small();
    await saveModel(model, at);
    const json = JSON.parse(readFileSync(path.join(at, 'model.json'), 'utf8')) as Json & { format: string };
    const weightData = Uint8Array.from(readFileSync(shard())).buffer;
    const read = await tf.loadLayersModel(
      tf.io.fromMemory({
        modelTopology: json.modelTopology,
        weightSpecs: json.weightsManifest[0]!.weights as tf.io.WeightsManifestEntry[],
        weightData,
      }),
    );
    expect(json.format).toBe('layers-model');
    expect(await numbersOf(read)).toEqual(await numbersOf(model));
  });

  test('draws no random number and leaves the names of layers as they count', async () => {
    await saveModel(small(), at);
    const original = Math.random;
    let drawn = 0;
    Math.random = () => (drawn++, original());
    try {
      disposeModel(await loadModel(at));
    } finally {
      Math.random = original;
    }
    expect(drawn).toBe(0);
  });

  test('with a constraint comes back with the numbers it had, which the constraint would change', async () => {
    const model = tf.sequential({
      layers: [
        tf.layers.dense({
          units: 2,
          inputShape: [2],
          kernelConstraint: tf.constraints.unitNorm({ axis: 0 }),
        }),
      ],
    });
    await saveModel(model, at);
    const loaded = await loadModel(at);
    expect(await numbersOf(loaded)).toEqual(await numbersOf(model));
  });

  test('takes the place of another one whole, and leaves none of its files', async () => {
    await saveModel(small(), at);
    writeFileSync(path.join(at, 'notes.txt'), 'mine');
    const other = denseWithBatchNorm({ features: 5, classes: 2, seed: 8 });
    await saveModel(other, at);
    expect(readdirSync(at).sort()).toEqual(['model.json', 'notes.txt', path.basename(shard())]);
    expect(await numbersOf(await loadModel(at))).toEqual(await numbersOf(other));
  });

  test('with a loss of its own says that it can be saved without the optimizer', async () => {
    const model = small();
    model.compile({
      optimizer: 'sgd',
      loss: (a, b) => tf.mean(tf.squaredDifference(a, b)),
    });
    await expect(saveModel(model, at)).rejects.toThrow(
      'Next: save it without the optimizer: { optimizer: false }',
    );
    expect(existsSync(at)).toBe(false);
    await saveModel(model, at, { optimizer: false });
    disposeModel(await loadModel(at));
  });
});

describe('a model of others', () => {
  test('may have several groups, several shards and quantised weights', async () => {
    const model = small();
    await saveModel(model, at, { optimizer: false });
    const content = readFileSync(shard());
    rmSync(shard());
    const expected: number[][] = [];
    rewrite((json) => {
      const { weights } = json.weightsManifest[0]!;
      let offset = 0;
      json.weightsManifest = weights.map((spec, i) => {
        const size = spec.shape.reduce((product, each) => product * each, 1);
        const values = new Float32Array(Uint8Array.from(content.subarray(offset, offset + 4 * size)).buffer);
        offset += 4 * size;
        const min = Math.min(...values);
        const scale = (Math.max(...values) - min) / 255 || 1;
        const stored = Uint8Array.from(values, (value) => Math.round((value - min) / scale));
        expected.push(Array.from(stored, (step) => Math.fround(step * scale + min)));
        const half = Math.floor(size / 2);
        mkdirSync(path.join(at, 'parts'), { recursive: true });
        writeFileSync(path.join(at, 'parts', `${i}-a.bin`), stored.subarray(0, half));
        writeFileSync(path.join(at, 'parts', `${i}-b.bin`), stored.subarray(half));
        return {
          paths: [`parts/${i}-a.bin`, `parts/${i}-b.bin`],
          weights: [{ ...spec, quantization: { dtype: 'uint8', scale, min } }],
        };
      });
    });
    const loaded = await loadModel(path.join(at, 'model.json'));
    expect(loaded.weights.map((weight) => Array.from(weight.read().dataSync()))).toEqual(expected);
  });

  test.each([
    [
      'a missing weight',
      'without the weight ',
      (json: Json) => {
        const gone = json.weightsManifest[0]!.weights.pop()!;
        const size = gone.shape.reduce((product, each) => product * each, 4);
        writeFileSync(shard(), readFileSync(shard()).subarray(0, -size));
      },
    ],
    [
      'an extra weight',
      'with the weight extra/kernel, which no layer has',
      (json: Json) => {
        writeFileSync(path.join(at, 'extra.bin'), Buffer.alloc(8));
        json.weightsManifest.push({
          paths: ['extra.bin'],
          weights: [{ name: 'extra/kernel', shape: [2], dtype: 'float32' }],
        });
      },
    ],
    [
      'a weight twice',
      'damaged: it holds the weight dense_1/kernel twice',
      (json: Json) => {
        const { weights } = json.weightsManifest[0]!;
        weights.push(weights.find(({ name }) => name === 'dense_1/kernel')!);
      },
    ],
    [
      'a weight of another shape',
      'with dense_1/kernel as float32 [',
      (json: Json) => {
        const spec = json.weightsManifest[0]!.weights.find(({ name }) => name === 'dense_1/kernel')!;
        spec.shape.reverse();
      },
    ],
    [
      'a shard that is cut off',
      'is cut off',
      () => {
        writeFileSync(shard(), readFileSync(shard()).subarray(0, 20));
      },
    ],
    [
      'a shard with more',
      'and its weights need only',
      () => {
        writeFileSync(shard(), Buffer.concat([readFileSync(shard()), Buffer.alloc(4)]));
      },
    ],
    [
      'a missing shard',
      'is missing',
      () => {
        rmSync(shard());
      },
    ],
    [
      'a path out of the folder',
      'outside of its folder',
      (json: Json) => {
        json.weightsManifest[0]!.paths = ['../secret.bin'];
      },
    ],
    [
      'an absolute path',
      'outside of its folder',
      (json: Json) => {
        json.weightsManifest[0]!.paths = ['/etc/passwd'];
      },
    ],
    [
      'a link out of the folder',
      'outside of its folder',
      () => {
        const content = readFileSync(shard());
        writeFileSync(path.join(folder, 'secret.bin'), content);
        const name = shard();
        rmSync(name);
        symlinkSync(path.join(folder, 'secret.bin'), name);
      },
    ],
    [
      'weights of an absurd size',
      'bytes, and its weights need',
      (json: Json) => {
        json.weightsManifest[0]!.weights[0]!.shape = [1e9, 1e6];
      },
    ],
    [
      'layers of an absurd size',
      'asking for far more numbers than its weight files hold, at dense_1/kernel',
      (json: Json) => {
        const text = JSON.stringify(json.modelTopology).replace(/"units":\d+/, '"units":100000000000');
        json.modelTopology = JSON.parse(text) as Json['modelTopology'];
      },
    ],
    [
      'an unknown layer',
      'call tf.serialization.registerClass(YourLayer)',
      (json: Json) => {
        const text = JSON.stringify(json.modelTopology).replaceAll('"Dense"', '"TheirLayer"');
        json.modelTopology = JSON.parse(text) as Json['modelTopology'];
      },
    ],
    [
      'a graph model',
      'a graph model',
      (json: Json) => {
        json['format'] = 'graph-model';
      },
    ],
    [
      'no topology',
      'it has no modelTopology',
      (json: Json) => {
        json.modelTopology = null as never;
      },
    ],
    [
      'a manifest that is none',
      'its weightsManifest is not one',
      (json: Json) => {
        json.weightsManifest = [{ paths: [], weights: [{ name: 'a', shape: [-1], dtype: 'float32' }] }];
      },
    ],
  ])('%s is refused', async (_what, complaint, change) => {
    await saveModel(small(), at);
    rewrite(change);
    expect(await refusal()).toContain(complaint);
  });

  test.each([
    ['deep nesting', 'levels deep', '['.repeat(100_000)],
    ['very many values', 'values, more than', `[${'0,'.repeat(5_000_000)}0]`],
    ['a size without end', 'bytes, more than', ' '.repeat(65 * 2 ** 20)],
    ['text that is no JSON', 'it is not JSON', '{"modelTopology": '],
    [
      'a brace inside a string',
      'it has no modelTopology',
      JSON.stringify({ text: '['.repeat(1000) + '\\"' }),
    ],
  ])('a model.json of %s is refused before it is parsed', async (_what, complaint, text) => {
    mkdirSync(at);
    writeFileSync(path.join(at, 'model.json'), text);
    expect(await refusal()).toContain(complaint);
  });

  test('that is not there is told with the file that was looked for', async () => {
    expect(await refusal()).toMatch(
      /^The path given to loadModel is .*, and there is no file .*model\/model\.json\./,
    );
  });
});

function recordingIn(place: string): Recording | undefined {
  try {
    return recordTraining.fromJSON(readFileSync(path.join(place, 'recording.json'), 'utf8'));
  } catch {
    return undefined;
  }
}

describe('what saveModel wrote', () => {
  test('is refused or unharmed, whatever byte of it is changed', async () => {
    const { model, recording, dispose } = await trained(1);
    await saveModel({ model, recording }, at);
    const weights = await numbersOf(model);
    const whole = path.join(folder, 'whole');
    cpSync(at, whole, { recursive: true });
    const names = readdirSync(whole);
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (name, where, change) => {
          const content = readFileSync(path.join(whole, name));
          content[where % content.length]! ^= change;
          writeFileSync(path.join(at, name), content);
          const loaded = await loadModel(at).catch(() => undefined);
          const read = recordingIn(at);
          if (loaded === undefined || read === undefined) refused++;
          else expect(read).toEqual(recording);
          if (loaded === undefined) expect(name).not.toBe('recording.json');
          else {
            expect(await numbersOf(loaded)).toEqual(weights);
            disposeModel(loaded);
          }
          cpSync(path.join(whole, name), path.join(at, name));
        },
      ),
      { numRuns: 100 },
    );
    expect(refused).toBeGreaterThan(90);
    dispose();
  });
});
