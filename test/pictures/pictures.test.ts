import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PNG } from 'pngjs';
import { Canvas } from '../../src/pictures/Canvas';
import { colourOf, inkOn, notANumber } from '../../src/pictures/colourTable';
import { comparePictures } from '../../src/pictures/comparePictures';
import { confusionMatrixPicture } from '../../src/pictures/confusionMatrixPicture';
import { contactSheet } from '../../src/pictures/contactSheet';
import { fitted, textWidth } from '../../src/pictures/glyphs';
import { heatMapPicture } from '../../src/pictures/heatMapPicture';
import { valueRange } from '../../src/pictures/valueRange';

const values = [0.9, 0.1, 0, 0.25, 0.25, 0.5];
const names = ['cat', 'dog', 'bird'];
const heatMap = (changed: readonly number[] = values): Buffer =>
  heatMapPicture({ values: changed, rows: 2, columns: 3, columnNames: names, title: '2 rows by 3 columns' });

/** The drawn kinds, as they are looked at and committed. */
const drawn: Readonly<Record<string, () => Buffer>> = {
  'heat-map': () => heatMap(),
  'heat-map-of-logits': () =>
    heatMapPicture({
      values: [-3.25, 12.5, NaN, Infinity],
      rows: 2,
      columns: 2,
      columnNames: ['a name that is much too long for its column', 'b'],
      title: '2 rows by 2 columns',
    }),
  'confusion-matrix': () =>
    confusionMatrixPicture(
      [
        [5, 1, 0],
        [0, 12, 2],
        [0, 0, 3],
      ],
      names,
    ),
  pictures: () =>
    contactSheet({
      values: Array.from({ length: 2 * 4 * 4 }, (_, i) => (i % 5) / 4),
      shape: [2, 4, 4, 1],
      title: '2 pictures of 4 x 4',
    }),
};

describe('a picture', () => {
  test.each(Object.keys(drawn))('is to the pixel the one that was looked at: %s', (name) => {
    const golden = PNG.sync.read(readFileSync(path.join(__dirname, 'golden', `${name}.png`)));
    const picture = PNG.sync.read(drawn[name]!());
    expect([picture.width, picture.height]).toEqual([golden.width, golden.height]);
    expect(picture.data.equals(golden.data)).toBe(true);
  });

  test('of any size is drawn, each cell in the colour of its value', () => {
    const sizes = fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }));
    fc.assert(
      fc.property(sizes, fc.float({ min: 0, max: 1, noNaN: true }), ([rows, columns], value) => {
        const columnNames = Array.from({ length: columns }, (_, i) => String(i));
        const all = Array.from({ length: rows * columns }, () => value);
        const { data } = PNG.sync.read(
          heatMapPicture({ values: all, rows, columns, columnNames, title: 't' }),
        );
        const [red, green, blue] = colourOf(value);
        let found = 0;
        for (let i = 0; i < data.length; i += 4)
          if (data[i] === red && data[i + 1] === green && data[i + 2] === blue) found++;
        expect(found).toBeGreaterThanOrEqual(rows * columns);
      }),
      { numRuns: 30 },
    );
  });
});

describe('colours', () => {
  test('get lighter with the value, and have a step for each 256th', () => {
    const light = (share: number): number => {
      const [red, green, blue] = colourOf(share);
      return 0.299 * red + 0.587 * green + 0.114 * blue;
    };
    const steps = Array.from({ length: 256 }, (_, i) => light(i / 255));
    steps.slice(1).forEach((step, i) => {
      expect(step).toBeGreaterThanOrEqual(steps[i]! - 1);
    });
    expect(colourOf(NaN)).toBe(notANumber);
    expect(colourOf(7)).toEqual(colourOf(1));
  });

  test('carry a text that can be read: contrast of at least 3 to 1 (WCAG, large text)', () => {
    const luminance = (colour: readonly number[]): number => {
      const [red, green, blue] = colour
        .map((part) => part / 255)
        .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)) as [
        number,
        number,
        number,
      ];
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    for (let step = 0; step <= 255; step++) {
      const colour = colourOf(step / 255);
      const [a, b] = [luminance(colour), luminance(inkOn(colour))].sort((x, y) => y - x) as [number, number];
      expect((a + 0.05) / (b + 0.05)).toBeGreaterThan(3);
    }
  });
});

test('a range is the usual one where it holds all, and else does not move with the last digit', () => {
  expect(valueRange([0.1, 0.9])).toEqual({ minimum: 0, maximum: 1 });
  expect(valueRange([-0.1, 0.9])).toEqual({ minimum: -1, maximum: 1 });
  expect(valueRange([0, 254])).toEqual({ minimum: 0, maximum: 255 });
  expect(valueRange([-7.013, 12.7])).toEqual({ minimum: -8, maximum: 13 });
  expect(valueRange([-7.014, 12.71, NaN, Infinity])).toEqual({ minimum: -8, maximum: 13 });
  expect(valueRange([NaN])).toEqual({ minimum: 0, maximum: 1 });
});

test('a text never has more pixels than it was given', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.integer({ min: 0, max: 300 }),
      fc.constantFrom(1, 2),
      (text, pixels, scale) => {
        expect(textWidth(fitted(text, pixels, scale), scale)).toBeLessThanOrEqual(pixels);
      },
    ),
  );
});

test('what is drawn outside of a canvas is left out', () => {
  const canvas = new Canvas(4, 4);
  canvas.fill(-2, -2, 20, 3, [0, 0, 0]);
  const { data } = PNG.sync.read(canvas.png());
  expect(Array.from({ length: 16 }, (_, i) => data[4 * i])).toEqual([
    0,
    0,
    0,
    0,
    ...Array<number>(12).fill(255),
  ]);
});

describe('compared', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'pictures-'));
    writeFileSync(path.join(folder, 'kept.png'), heatMap());
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  test('the same is the same, also where a value has moved by a rounding', () => {
    expect(comparePictures(heatMap(), folder, 'kept.png', {})).toEqual({ kind: 'same' });
    const nearly = values.map((value) => value + 1e-6);
    expect(comparePictures(heatMap(nearly), folder, 'kept.png', {})).toEqual({ kind: 'same' });
    expect(readdirSync(folder)).toEqual(['kept.png']);
  });

  test('another one differs, and the difference is drawn', () => {
    const result = comparePictures(heatMap([0.1, 0.9, 0, 0.25, 0.25, 0.5]), folder, 'kept.png', {});
    expect(result.kind).toBe('different');
    expect((result as { message: string }).message).toMatch(
      /^Expected image to match .* was [\d.]+% different from snapshot \(\d+ differing pixels\)\.\nSee diff for details: .*__diff_output__\/kept-diff\.png$/,
    );
    expect(readdirSync(path.join(folder, '__diff_output__'))).toEqual(['kept-diff.png']);
  });

  test('one of another size differs', () => {
    const other = heatMapPicture({ values, rows: 3, columns: 2, columnNames: ['a', 'b'], title: 't' });
    expect(comparePictures(other, folder, 'kept.png', {})).toMatchObject({
      kind: 'different',
      message: expect.stringContaining('Expected image to be the same size as the snapshot'),
    });
  });

  test('a threshold is handed on', () => {
    const other = heatMap([0.1, 0.9, 0, 0.25, 0.25, 0.5]);
    const tolerance = { failureThreshold: 0.001, failureThresholdType: 'percent' } as const;
    expect(comparePictures(other, folder, 'kept.png', tolerance)).toMatchObject({ kind: 'different' });
    expect(comparePictures(other, folder, 'kept.png', { ...tolerance, failureThreshold: 0.99 })).toEqual({
      kind: 'same',
    });
  });

  test('one that was cut off or changed is refused, or its pixels are the same', () => {
    const whole = heatMap();
    const pixels = PNG.sync.read(whole).data;
    const file = path.join(folder, 'kept.png');
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 }), (at, change) => {
        const damaged = change === 0 ? whole.subarray(0, at) : Buffer.from(whole);
        if (change !== 0) damaged[at]! ^= change;
        writeFileSync(file, damaged);
        const { kind } = comparePictures(whole, folder, 'kept.png', {});
        if (kind === 'same') expect(PNG.sync.read(damaged).data.equals(pixels)).toBe(true);
      }),
      { numRuns: 150 },
    );
    rmSync(file);
    expect(comparePictures(whole, folder, 'kept.png', {})).toEqual({
      kind: 'unreadable',
      why: 'its picture kept.png is missing',
    });
  });
});
