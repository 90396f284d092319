/** The numbers of one position: targets or predictions. */
export type Vector = ArrayLike<number>;

/** Keras' fuzz factor, which tfjs' losses clip by (`tf.backend().epsilon()` of tfjs-layers). */
const fuzz = 1e-7;

/** The upper end as float32 has it, 0.99999988: a saturated sigmoid on the wrong side costs 15.94 in tfjs, not 16.12. */
const almostOne = Math.fround(1 - fuzz);

const clip = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);

/** The mean over the columns of `term`. */
export function columnMean(t: Vector, p: Vector, term: (t: number, p: number) => number): number {
  return columnSum(t, p, term) / Math.max(t.length, p.length);
}

/** A vector of one is broadcast, as tfjs does it where the shape of targets was not checked (`fitDataset`). */
export function columnSum(t: Vector, p: Vector, term: (t: number, p: number) => number): number {
  const columns = Math.max(t.length, p.length);
  const [one, single] = [t.length === 1, p.length === 1];
  let sum = 0;
  for (let c = 0; c < columns; c++) sum += term(t[one ? 0 : c]!, p[single ? 0 : c]!);
  return sum;
}

function total(values: Vector): number {
  let sum = 0;
  for (let c = 0; c < values.length; c++) sum += values[c]!;
  return sum;
}

function norm(values: Vector): number {
  return Math.sqrt(
    Math.max(
      columnSum(values, values, (a, b) => a * b),
      fuzz,
    ),
  );
}

const meanSquaredError = (t: Vector, p: Vector): number => columnMean(t, p, (a, b) => (b - a) ** 2);
const meanAbsoluteError = (t: Vector, p: Vector): number => columnMean(t, p, (a, b) => Math.abs(b - a));
const meanAbsolutePercentageError = (t: Vector, p: Vector): number =>
  100 * columnMean(t, p, (a, b) => Math.abs((a - b) / Math.max(Math.abs(a), fuzz)));

function categoricalCrossentropy(t: Vector, p: Vector): number {
  const sum = total(p);
  return -columnSum(t, p, (a, b) => a * Math.log(clip(b / sum, fuzz, almostOne)));
}

function sparseCategoricalCrossentropy(t: Vector, p: Vector): number {
  // tfjs clips before and after it divides by the sum.
  const clipped = Float64Array.from(p, (value) => clip(value, fuzz, almostOne));
  const probability = clipped[Math.floor(t[0]!)];
  // The one-hot vector of an index beyond the classes is all zeros.
  return probability === undefined ? 0 : -Math.log(clip(probability / total(clipped), fuzz, almostOne));
}

function binaryCrossentropy(t: Vector, p: Vector): number {
  return columnMean(t, p, (a, b) => {
    const probability = clip(b, fuzz, almostOne);
    return -a * Math.log(probability) - (1 - a) * Math.log1p(-probability);
  });
}

function categoricalHinge(t: Vector, p: Vector): number {
  const positive = columnSum(t, p, (a, b) => a * b);
  let negative = -Infinity;
  columnSum(t, p, (a, b) => (negative = Math.max(negative, (1 - a) * b)));
  return Math.max(0, 1 + negative - positive);
}

function cosineProximity(t: Vector, p: Vector): number {
  return -columnSum(t, p, (a, b) => a * b) / (norm(t) * norm(p));
}

/**
 * The losses that tfjs knows by name (tfjs-layers/src/losses.ts), in float64, for one position of one row. Integer
 * targets of `sparseCategoricalCrossentropy` come as a vector of one.
 */
export const lossFunctions = {
  meanSquaredError,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanSquaredLogarithmicError: (t: Vector, p: Vector): number =>
    columnMean(t, p, (a, b) => (Math.log1p(Math.max(b, fuzz)) - Math.log1p(Math.max(a, fuzz))) ** 2),
  squaredHinge: (t: Vector, p: Vector): number => columnMean(t, p, (a, b) => Math.max(0, 1 - a * b) ** 2),
  hinge: (t: Vector, p: Vector): number => columnMean(t, p, (a, b) => Math.max(0, 1 - a * b)),
  categoricalHinge,
  logcosh: (t: Vector, p: Vector): number =>
    columnMean(t, p, (a, b) => Math.abs(b - a) + Math.log1p(Math.exp(-2 * Math.abs(b - a))) - Math.LN2),
  categoricalCrossentropy,
  sparseCategoricalCrossentropy,
  binaryCrossentropy,
  kullbackLeiblerDivergence: (t: Vector, p: Vector): number =>
    columnSum(t, p, (a, b) => a * Math.log(clip(a, fuzz, 1) / clip(b, fuzz, 1))),
  poisson: (t: Vector, p: Vector): number => columnMean(t, p, (a, b) => b - a * Math.log(fuzz + b)),
  cosineProximity,
} as const;

export type LossName = keyof typeof lossFunctions;

export function isLossName(name: unknown): name is LossName {
  return typeof name === 'string' && Object.hasOwn(lossFunctions, name);
}
