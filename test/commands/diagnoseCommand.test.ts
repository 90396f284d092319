import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { startBackend } from '../../src/backends/startBackend';
import type { TensorData } from '../../src/input/Data';
import { saveModel } from '../../src/training/saveModel';
import { train } from '../../src/training/train';
import { classes } from '../builders/kinds';

const root = path.resolve(__dirname, '../..');
const folder = mkdtempSync(path.join(tmpdir(), 'diagnose-'));
afterAll(() => rmSync(folder, { recursive: true }));

function run(...args: readonly string[]): { code: number | null; out: string; errors: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      '--import',
      path.join(root, 'node_modules/tsx/dist/loader.mjs'),
      path.join(root, 'src/cli.ts'),
      'diagnose',
      ...args,
    ],
    { encoding: 'utf8', cwd: folder },
  );
  return { code: status, out: stdout, errors: stderr };
}

/** Far from 0, so that moving statistics need more updates than there are. */
async function write(
  name: string,
  momentum: number,
  harm: (model: tf.LayersModel) => void = () => undefined,
): Promise<void> {
  const { xs, ys } = classes(60, [4]) as TensorData;
  const far = { xs: tf.add(tf.mul(xs, 3), 20), ys } as TensorData;
  const trained = await train(
    () =>
      tf.sequential({
        layers: [
          tf.layers.batchNormalization({ inputShape: [4], momentum, name: 'norm' }),
          tf.layers.dense({ units: 12, activation: 'tanh' }),
          tf.layers.dense({ units: 3, activation: 'softmax' }),
        ],
      }),
    far,
    {
      loss: 'categoricalCrossentropy',
      metrics: ['accuracy'],
      batchSize: 10,
      epochs: 20,
      optimizer: tf.train.adam(0.05),
    },
  );
  harm(trained.model);
  await saveModel(trained, path.join(folder, name));
  const rows = { xs: await far.xs.array(), ys: await far.ys.array() };
  writeFileSync(path.join(folder, 'rows.json'), JSON.stringify(rows));
  trained.dispose();
}

beforeAll(async () => {
  await startBackend();
  await write('healthy', 0.8);
  await write('trapped', 0.99);
  await write('broken', 0.8, ({ layers }) => layers[2]!.setWeights([tf.fill([12, 3], NaN), tf.zeros([3])]));
});

describe('npx jest-model-regression diagnose', () => {
  test('ends with 0 for a model that keeps its promise, and says so', () => {
    const { code, out, errors } = run('healthy', '--data', 'rows.json');
    expect([code, errors]).toEqual([0, '']);
    expect(out).toMatch(
      /^fit promised accuracy 1\.000 on these 60 rows, predict gives 1\.000 \(tolerance 0\.05\)/,
    );
  });

  test('ends with 1 for one that does not, with the cause, for people and for machines', () => {
    const { code, out } = run('trapped', '--data', 'rows.json');
    expect(code).toBe(1);
    expect(out).toContain('Cause: the moving statistics of 1 BatchNorm layer have not converged.');
    const json = run('trapped/model.json', '--data', 'rows.json', '--json', '--other-engine');
    expect(json.code).toBe(1);
    const { consistent, causes } = JSON.parse(json.out) as { consistent: boolean; causes: { id: string }[] };
    expect([consistent, causes[0]!.id]).toEqual([false, 'batchnorm-not-converged']);
  });

  test('writes the repaired model to a new folder, and over none', () => {
    const before = readFileSync(path.join(folder, 'trapped/model.json'), 'utf8');
    expect(run('trapped', '--data', 'rows.json', '--recalibrate', 'repaired').code).toBe(1);
    expect(run('repaired', '--data', 'rows.json').code).toBe(0);
    expect(readFileSync(path.join(folder, 'trapped/model.json'), 'utf8')).toBe(before);
    for (const there of ['trapped', 'healthy', '.', 'trapped/../trapped']) {
      const { code, errors } = run('trapped', '--data', 'rows.json', '--recalibrate', there);
      expect(code).toBe(2);
      expect(errors).toContain(`\`--recalibrate\` of diagnose is ${there}, which is there already.`);
    }
  });

  test('writes a page, over an earlier one and over nothing else', () => {
    const page = path.join(folder, 'pages/page.html');
    expect(run('trapped', '--data', 'rows.json', '--html', 'pages/page.html').code).toBe(1);
    expect(readFileSync(page, 'utf8')).toContain('<h1>fit promised accuracy');
    writeFileSync(page, readFileSync(page, 'utf8').replace('<h1>', '<h1>EARLIER '));
    expect(run('trapped', '--data', 'rows.json', '--html', 'pages/page.html').code).toBe(1);
    expect(readFileSync(page, 'utf8')).not.toContain('EARLIER');
    for (const there of ['rows.json', 'trapped']) {
      const { code, errors } = run('trapped', '--data', 'rows.json', '--html', there);
      expect(code).toBe(2);
      expect(errors).toContain(
        `\`--html\` of diagnose is ${there}, which is there already and is no page of a diagnosis.`,
      );
    }
    expect(JSON.parse(readFileSync(path.join(folder, 'rows.json'), 'utf8'))).toHaveProperty('xs');
  });

  test('ends with 2 where nothing can be judged, and says what is NaN', () => {
    const { code, out } = run('broken', '--data', 'rows.json', '--html', 'nan.html');
    expect([code, out.split('\n', 1)[0]]).toEqual([2, expect.stringContaining('NaN')]);
    expect(readFileSync(path.join(folder, 'nan.html'), 'utf8')).toMatch(
      /not to be judged<[^]*<h1>predict gives NaN/,
    );
  });

  test('takes a recording from elsewhere, or what fit printed, where none lies beside the model', () => {
    rmSync(path.join(folder, 'moved.json'), { force: true });
    writeFileSync(path.join(folder, 'moved.json'), readFileSync(path.join(folder, 'trapped/recording.json')));
    rmSync(path.join(folder, 'trapped/recording.json'));
    const without = run('trapped', '--data', 'rows.json');
    expect([without.code, without.out]).toEqual([2, '']);
    expect(without.errors).toBe(
      'jest-model-regression: What the fit promised is not known: no recording lies beside the model.\n' +
        '  Allowed: --recording FILE, or --fit-time with what fit reported for its last epoch.\n' +
        '  Next: pass --fit-time acc=0.98,loss=0.1 (the figures of your fit) and --batch-size.\n',
    );
    expect(run('trapped', '--data', 'rows.json', '--recording', 'moved.json').code).toBe(1);
    const figures = run(
      'trapped',
      '--data',
      'rows.json',
      '--fit-time',
      'acc=1,loss=0.02',
      '--batch-size',
      '10',
    );
    expect(figures.code).toBe(1);
    expect(figures.out).toContain('fit promised accuracy 1.000');
  });

  test.each([
    ['a model that is not there', ['nowhere', '--data', 'rows.json'], 'where there is no model'],
    ['rows that are not there', ['healthy', '--data', 'none.npz'], '"none.npz", which is not there'],
    [
      'a recording that is not there',
      ['healthy', '--data', 'rows.json', '--recording', 'none.json'],
      'none.json, which is not there',
    ],
    [
      'figures that are none',
      ['healthy', '--data', 'rows.json', '--fit-time', 'acc'],
      'Give names and numbers: acc=0.98,loss=0.1',
    ],
    [
      'a batch size of 0',
      ['healthy', '--data', 'rows.json', '--batch-size', '0'],
      'Give a whole number, 1 or more.',
    ],
    ['no rows at all', ['healthy'], "required option '--data <file>' not specified"],
  ])('ends with 2 for %s, and says what to do', (_, args, complaint) => {
    const { code, out, errors } = run(...args);
    expect([code, out]).toEqual([2, '']);
    expect(errors).toContain(complaint);
    expect(existsSync(path.join(folder, 'nowhere'))).toBe(false);
  });
});
