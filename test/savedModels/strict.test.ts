import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { startBackend } from '../../src/backends/startBackend';
import { loadModel } from '../../src/savedModels/loadModel';
import { saveModel } from '../../src/training/saveModel';
import { train } from '../../src/training/train';
import { HoldingLayer } from '../builders/HoldingLayer';
import { networks, threeClasses } from '../builders/networks';
import { edit, type ModelJson, smallModel, writeForeign } from './aModel';
import { temporaryFolder } from '../builders/temporaryFolder';

const inFolder = temporaryFolder();
const shard = 'group1-shard1of1.bin';
let folder: string;

beforeAll(() => startBackend());
beforeEach(async () => {
  folder = inFolder('model');
  mkdirSync(folder);
  await writeForeign(folder, smallModel());
});

/** The first line of the complaint, without the place of the file; no tensor and no variable is left behind. */
async function complaint(load = () => loadModel(folder)): Promise<string> {
  const before = [tf.memory().numTensors, Object.keys(tf.engine().registeredVariables).length];
  const error = await load().then(
    () => undefined,
    (caught: unknown) => caught as Error,
  );
  expect([tf.memory().numTensors, Object.keys(tf.engine().registeredVariables).length]).toEqual(before);
  expect(error).toBeInstanceOf(TypeError);
  expect(error!.message).toMatch(/\n {2}Allowed: .*\n {2}Next: /);
  return error!.message.split('\n')[0]!.replace(`${folder}${path.sep}`, '');
}

const weights = (json: ModelJson): Record<string, unknown>[] => json.weightsManifest[0]!.weights;

describe('loadModel names what is wrong with a weight', () => {
  test.each<readonly [string, (json: ModelJson) => void, string]>([
    [
      'missing',
      (json) => {
        weights(json)[3]!['name'] = 'second/scale';
      },
      'one with the weight "second/scale", for which its layers have no place.',
    ],
    [
      'there twice',
      (json) => {
        weights(json)[1]!['name'] = 'first/kernel';
      },
      'one with two weights named "first/kernel".',
    ],
    [
      'of another shape',
      (json) => {
        weights(json)[0]!['shape'] = [3, 2];
      },
      'one whose weight "first/kernel" is float32 of shape [3, 2], its layer needs float32 of shape [2, 3].',
    ],
    [
      'of another type',
      (json) => {
        weights(json)[1]!['dtype'] = 'int32';
      },
      'one whose weight "first/bias" is int32 of shape [3], its layer needs float32 of shape [3].',
    ],
    [
      'of a type that no layer holds',
      (json) => {
        weights(json)[1]!['dtype'] = 'string';
      },
      'one whose weight "first/bias" has the type "string", which no layer holds.',
    ],
    [
      'without a name',
      (json) => {
        delete weights(json)[1]!['name'];
      },
      'one whose weight number 2 has the name missing.',
    ],
    [
      'of a shape that is none',
      (json) => {
        weights(json)[1]!['shape'] = [-3];
      },
      'one whose weight "first/bias" has the shape [-3].',
    ],
    [
      'quantised in a way that nobody knows',
      (json) => {
        weights(json)[1]!['quantization'] = { dtype: 'uint4' };
      },
      'one whose weight "first/bias" is quantised as "uint4".',
    ],
    [
      'quantised without a scale',
      (json) => {
        weights(json)[1]!['quantization'] = { dtype: 'uint8', min: 0 };
      },
      'one whose weight "first/bias" is quantised with the scale missing and the minimum 0.',
    ],
    [
      'of an optimizer that the file does not name',
      (json) => {
        weights(json)[3]!['group'] = 'optimizer';
      },
      'one in which the weight "second/bias" is missing.',
    ],
    [
      'absurdly large',
      (json) => {
        weights(json)[0]!['shape'] = [1e9, 1e9];
      },
      `one whose weight "first/kernel" of shape [1000000000, 1000000000] is cut off: it ends at byte Infinity, and the shard ${shard} has 68 bytes.`,
    ],
    [
      'larger than its shard',
      (json) => {
        weights(json)[2]!['shape'] = [300, 200];
      },
      `one whose weight "second/kernel" of shape [300, 200] is cut off: it ends at byte 240036, and the shard ${shard} has 68 bytes.`,
    ],
    [
      'left out of the manifest',
      (json) => {
        weights(json).pop();
      },
      `one with 8 bytes too many: the shard ${shard} has more than "second/kernel", the last weight of the group, needs.`,
    ],
  ])('%s', async (_what, change, expected) => {
    edit(folder, change);
    expect(await complaint()).toBe(`The model file model.json is ${expected}`);
  });

  test('missing with its bytes', async () => {
    edit(folder, (json) => {
      weights(json).splice(2);
    });
    truncateSync(path.join(folder, shard), 36);
    expect(await complaint()).toBe(
      'The model file model.json is one in which the weight "second/kernel" is missing, and 1 more.',
    );
  });

  test('cut off', async () => {
    truncateSync(path.join(folder, shard), 40);
    expect(await complaint()).toBe(
      `The model file model.json is one whose weight "second/kernel" of shape [3, 2] is cut off: it ends at byte 60, and the shard ${shard} has 40 bytes.`,
    );
  });

  test('a slot of the optimizer', async () => {
    const data = threeClasses([4], { rows: 12 });
    const options = { optimizer: 'adam', loss: 'categoricalCrossentropy' };
    const { model } = await train(() => networks['dense']!.build(0.9), data, options);
    await writeForeign(folder, model, { includeOptimizer: true });
    const all = (change: (slots: Record<string, unknown>[]) => void): void => {
      edit(folder, (json) => {
        change(weights(json).filter(({ group }) => group === 'optimizer'));
      });
    };
    all(([, first]) => {
      first!['shape'] = [12, 4];
    });
    expect(await complaint()).toBe(
      'The model file model.json is one whose optimizer weight "dense_1/kernel/m" has the shape [12, 4], which is not that of its weight.',
    );
    await loadModel(folder, { includeOptimizer: false });
    all(([iterations]) => {
      iterations!['dtype'] = 'float32';
    });
    expect(await complaint()).toBe(
      'The model file model.json is one whose optimizer weight "iter" is not the number of updates, which comes first (iter of shape []).',
    );
    edit(folder, (json) => {
      json['trainingConfig'] = undefined;
    });
    expect(await complaint()).toBe(
      'The model file model.json is one whose optimizer weight "iter" belongs to an optimizer, and the file has no trainingConfig.',
    );
  });
});

describe('loadModel refuses, before it takes memory,', () => {
  test.each([
    '../secret',
    '/etc/hostname',
    'a/../../secret',
    'C:\\secret',
    '..\\secret',
    '\\\\host\\share',
    '',
    'a\0b',
  ])('the shard %j', async (name) => {
    writeFileSync(inFolder('secret'), new Uint8Array(68));
    edit(folder, (json) => {
      json.weightsManifest[0]!.paths = [name];
    });
    expect(await complaint()).toBe(
      `The model file model.json is one whose weight shard ${JSON.stringify(name)} is outside of its folder.`,
    );
  });

  test('a shard through a symbolic link, of the file or of a folder on the way', async () => {
    mkdirSync(inFolder('outside'));
    writeFileSync(inFolder('outside', shard), new Uint8Array(68));
    rmSync(path.join(folder, shard));
    symlinkSync(inFolder('outside', shard), path.join(folder, shard));
    expect(await complaint()).toMatch(/is outside of its folder\.$/);
    symlinkSync(inFolder('outside'), path.join(folder, 'parts'));
    edit(folder, (json) => {
      json.weightsManifest[0]!.paths = [`parts/${shard}`];
    });
    expect(await complaint()).toMatch(/is outside of its folder\.$/);
  });

  test('a shard that is missing, a folder, a pipe or named twice', async () => {
    const named = (...paths: string[]): void => {
      edit(folder, (json) => {
        json.weightsManifest[0]!.paths = paths;
      });
    };
    mkdirSync(path.join(folder, 'a-folder'));
    execFileSync('mkfifo', [path.join(folder, 'a-pipe')]);
    named('nowhere');
    expect(await complaint()).toBe(
      `The model file model.json is one whose weight shard nowhere is missing (looked for ${path.join(folder, 'nowhere')}).`,
    );
    named('a-folder');
    expect(await complaint()).toMatch(/weight shard a-folder is not a file\.$/);
    named('a-pipe');
    expect(await complaint()).toMatch(/weight shard a-pipe is not a file\.$/);
    named(shard, `./${shard}`);
    expect(await complaint()).toMatch(/that names the weight shard .* twice\.$/);
  });

  test('more weights than any engine holds', async () => {
    truncateSync(path.join(folder, shard), 5 * 2 ** 30);
    edit(folder, (json) => {
      weights(json)[0]!['shape'] = [5 * 2 ** 28 - 11];
    });
    expect(await complaint()).toBe(
      'The model file model.json is one with 5368709120 bytes of weights, at most 4294967296 are read.',
    );
  });

  test.each([
    [
      'too large',
      () => `{"a":"${'x'.repeat(64 * 2 ** 20)}"}`,
      /^.* is too large: 67108872 bytes, at most 67108864/,
    ],
    ['nested too deep', () => '['.repeat(1e6), /^.* is nested deeper than 200 levels\.$/],
    ['of too many values', () => `{"a":[${'[],'.repeat(1e6)}[]]}`, /^.* is of more than 2000000 values\.$/],
    ['of commas alone', () => `[${','.repeat(3e6)}`, /^.* is of more than 2000000 values\.$/],
    ['no JSON', () => '{"modelTopology": {', /^.* is damaged: /],
    ['a list', () => '[]', /^.* is damaged: no JSON object\.$/],
    ['no UTF-8', () => Buffer.from('{"a":"\xff"}', 'latin1'), /^.* is damaged: /],
    ['empty', () => '', /^.* is damaged: /],
    ['without weights', () => '{"modelTopology":{}}', /^.* is one without a weightsManifest: /],
    ['without a topology', () => '{"weightsManifest":[]}', /^.* is one without a modelTopology\.$/],
    [
      'with a list of nothing',
      () => '{"modelTopology":{},"weightsManifest":[null]}',
      /is not a list of \{ paths, weights \}\.$/,
    ],
    ['a graph model', () => '{"format":"graph-model","modelTopology":{"node":[]}}', /^.* is a graph model, /],
    ['of another format', () => '{"format":"onnx","modelTopology":{}}', /^.* is one of the format "onnx"\.$/],
    [
      'of no layers',
      () => '{"modelTopology":{},"weightsManifest":[]}',
      /^.* is one that TensorFlow\.js cannot build: /,
    ],
  ])('a model.json that is %s', async (_what, text, expected) => {
    writeFileSync(path.join(folder, 'model.json'), text());
    expect(await complaint()).toMatch(expected);
  });

  test('brackets in text are no nesting', async () => {
    const model = smallModel();
    model.setUserDefinedMetadata({ text: `${'["{'.repeat(500)}\\"` });
    await saveModel(model, folder);
    expect((await loadModel(folder)).getUserDefinedMetadata()).toEqual(model.getUserDefinedMetadata());
  });
});

describe('the path', () => {
  test.each<readonly [unknown, RegExp]>([
    ['nowhere/at-all', /^The path given to loadModel is "nowhere\/at-all", where there is no model\.$/],
    ['', /^The path given to loadModel is ""\.$/],
    ['file:///tmp/model', /^The path given to loadModel is "file:\/\/\/tmp\/model"\.$/],
    [undefined, /^The path given to loadModel is missing\.$/],
  ])('%j is no model', async (given, expected) => {
    expect(await complaint(() => loadModel(given as string))).toMatch(expected);
  });

  test('that leads nowhere says what was looked for and from where', async () => {
    await expect(loadModel('nowhere')).rejects.toThrow(
      'The path given to loadModel is "nowhere", where there is no model.\n' +
        `  Allowed: the folder of a saved model or its model.json; looked for ${path.join(process.cwd(), 'nowhere')}, relative paths begin at ${process.cwd()}.\n` +
        '  Next: correct the path, or save a model there: await saveModel(trained, path).',
    );
  });
});

describe('saveModel refuses', () => {
  const saved = (model: unknown, place = folder): Promise<string> =>
    complaint(() => saveModel(model as tf.LayersModel, place) as never);
  const compiled = (args: Partial<tf.ModelCompileArgs>): tf.LayersModel => {
    const model = smallModel();
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError', ...args });
    return model;
  };

  test('what is no model, is not built, or is compiled with what a file cannot hold', async () => {
    expect(await saved('model')).toBe('The subject of saveModel is "model".');
    expect(await saved(tf.sequential())).toMatch(/is not built: it has no weights yet\.$/);
    const ownLoss = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => tf.losses.absoluteDifference(a, b);
    expect(await saved(compiled({ loss: ownLoss }))).toBe(
      'The `loss` that the model given to saveModel is compiled with is a function: a model file holds names only.',
    );
    expect(await saved(compiled({ metrics: [ownLoss] }))).toMatch(/^The `metrics` that the model/);
    expect(await saved(compiled({ optimizer: tf.train.adamax(0.1) }))).toMatch(
      /^The `optimizer` .* is adamax/,
    );
    await saveModel(compiled({ loss: ownLoss }), folder, { includeOptimizer: false });
  });

  test('two weights of one name, and weights that tfjs does not see', async () => {
    const twin = (): tf.LayersModel =>
      tf.sequential({ name: 'twin', layers: [tf.layers.dense({ units: 2, inputShape: [2], name: 'same' })] });
    const [a, b] = [twin(), twin()];
    const input = tf.input({ shape: [2] });
    const outputs = b.apply(a.apply(input)) as tf.SymbolicTensor;
    (b as { name: string }).name = 'other';
    expect(await saved(tf.model({ inputs: input, outputs }))).toBe(
      'The model given to saveModel is one with two weights named "same/kernel".',
    );
    const holding = tf.sequential({
      layers: [tf.layers.dense({ units: 2, inputShape: [2] }), new HoldingLayer(0.9)],
    });
    holding.predict(tf.ones([1, 2]));
    expect(await saved(holding)).toMatch(
      /does not see the weights of .*\/held: they would not be in the file\.$/,
    );
  });

  test('a path that is a file', async () => {
    writeFileSync(inFolder('file'), '');
    expect(await saved(smallModel(), inFolder('file'))).toMatch(
      /^The path given to saveModel is .*, which is a file\.$/,
    );
  });
});
