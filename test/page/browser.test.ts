import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { startBackend } from '../../src/backends/startBackend';
import { diagnose } from '../../src/diagnosis/diagnose';
import type { TensorData } from '../../src/input/Data';
import { train } from '../../src/training/train';
import { classes } from '../builders/kinds';

interface Look {
  readonly charts: number;
  readonly drawn: number;
  readonly blank: number;
  readonly paper: string;
  readonly ink: string;
  readonly bars: readonly string[];
}
interface Found {
  readonly light: Look;
  readonly dark: Look;
  readonly lightAgain: Look;
  readonly text: string;
  readonly headings: readonly string[];
  /** Population means of the channels of the first layer, and of the second. */
  readonly first: readonly number[];
  readonly second: readonly number[];
  /** Pixels of it that are beyond the right edge of a telephone. */
  readonly overflow: number;
  readonly complaints: readonly string[];
}

const folder = mkdtempSync(path.join(tmpdir(), 'page-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** In a process of its own: the packages of the browser are ES modules. */
function seen(html: string): Found {
  const file = path.join(folder, 'page.html');
  writeFileSync(file, html);
  const said = execFileSync(process.execPath, [path.join(__dirname, 'inBrowser.mjs'), file], {
    encoding: 'utf8',
  });
  return JSON.parse(said) as Found;
}

const evil = '</script><img src=x onerror=alert(1)>';

async function trapped(): Promise<{ readonly html: string; readonly withoutRecording: string }> {
  const { xs, ys } = classes(60, [4]) as TensorData;
  const far = { xs: tf.add(tf.mul(xs, 3), 20), ys } as TensorData;
  const { layers } = tf;
  const trained = await train(
    () =>
      tf.sequential({
        layers: [
          layers.dense({ units: 8, inputShape: [4] }),
          layers.batchNormalization({ momentum: 0.99, name: 'first_norm' }),
          layers.dense({ units: 6, activation: 'tanh' }),
          layers.batchNormalization({ momentum: 0.99, name: 'second_norm' }),
          layers.dense({ units: 3, activation: 'softmax' }),
        ],
      }),
    far,
    {
      loss: 'categoricalCrossentropy',
      metrics: ['accuracy'],
      batchSize: 10,
      epochs: 6,
      optimizer: tf.train.adam(0.05),
    },
  );
  const fitTime = trained.recording.epochs.at(-1)!;
  const html = (await diagnose(trained)).toHTML();
  trained.model.layers[3]!.name = evil;
  return {
    html,
    withoutRecording: (await diagnose(trained.model, far, { fitTime, batchSize: 10 })).toHTML(),
  };
}

let pages: Awaited<ReturnType<typeof trapped>>;
beforeAll(async () => {
  await startBackend();
  pages = await trapped();
});

describe('the page of a diagnosis, in Chromium', () => {
  let found: Found;
  beforeAll(() => {
    found = seen(pages.html);
  });

  test('asks for nothing, and complains of nothing', () => {
    expect(found.complaints).toEqual([]);
  });

  test('tells the verdict, the cause, the ladder, the statistics and the fit', () => {
    expect(found.headings).toEqual([
      expect.stringMatching(
        /^fit promised accuracy 1\.000 on these 60 rows, predict gives 0\.\d{3} \(tolerance 0\.05\)$/,
      ),
      'Why',
      'The mode ladder',
      'BatchNorm statistics',
      'The fit',
      'As text',
    ]);
    for (const part of [
      'inconsistent',
      'batchnorm-not-converged',
      '60 rows, those of the fit',
      'fitted for 6 epochs, 36 updates in batches of 10',
      'population BatchNorm',
      'The way of the moving statistics',
    ])
      expect(found.text).toContain(part);
  });

  test('has a chart drawn on every canvas, in light and in dark, and turns with the reader', () => {
    for (const { charts, drawn, blank } of [found.light, found.dark, found.lightAgain])
      expect([charts, drawn, blank]).toEqual([9, 9, 0]);
    expect([found.light.paper, found.dark.paper]).toEqual(['rgb(255, 255, 255)', 'rgb(20, 24, 31)']);
    expect(found.dark.ink).not.toBe(found.light.ink);
    expect(found.dark.bars).not.toEqual(found.light.bars);
    expect(found.lightAgain).toEqual(found.light);
  });

  test('marks the rung that opens the gap', () => {
    const [other] = found.light.bars;
    expect(found.light.bars.map((bar) => bar === other)).toEqual([true, true, true, true, false]);
  });

  test('shows the channels of the layer that is chosen', () => {
    expect([found.first.length, found.second.length]).toEqual([8, 6]);
  });

  test('fits on a telephone', () => {
    expect(found.overflow).toBeLessThanOrEqual(0);
  });
});

test('without a recording the page has no fit to show; what a layer is called is shown and never run', () => {
  const found = seen(pages.withoutRecording);
  expect(found.complaints).toEqual([]);
  expect(found.text).toContain(evil);
  expect(found.headings).not.toContain('The fit');
  expect(found.text).toContain('without a recording of the fit');
  expect([found.light.charts, found.light.drawn, found.light.blank]).toEqual([5, 5, 0]);
});
