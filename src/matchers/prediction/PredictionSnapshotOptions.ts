import { checkOptions, type OptionRule } from '../../input/checkOptions';
import * as rules from '../../input/rules';
import type { Decision } from '../../snapshot/Decision';

/** One value for all outputs, or one for each by the name of its layer. */
type ByOutput<T> = T | Readonly<Record<string, T>>;

/** Options of `toMatchPredictionSnapshot`. */
export interface PredictionSnapshotOptions {
  /** Told apart in the snapshot's name, as the hint of `toMatchSnapshot`. */
  readonly hint?: string;
  /**
   * What a number may be off: `|predicted - stored| <= atol + rtol * |stored|`. Default, for both: 1e-5 on the same engine, 1e-4 on another,
   * 1e-3 where a GPU is one of the two; 0.05 and 0 for weights that were trained in the test, whose decisions must hold.
   */
  readonly atol?: ByOutput<number>;
  readonly rtol?: ByOutput<number>;
  /** How a row is read as a decision. Default: by the activation of the output, or as a distribution if every row is one. */
  readonly decision?: ByOutput<Decision>;
  /** A name for each number of the last axis. */
  readonly classNames?: ByOutput<readonly string[]>;
  /** The true class of each row, as class indices or one-hot: kept with the snapshot, so that accuracy can be compared. */
  readonly labels?: unknown;
  /** Whether NaN and Infinity in predictions are an error (default), or kept: then each matches only itself. */
  readonly nonFinite?: 'error' | 'keep';
  /** Says on stderr when a pass used less than a tenth of its tolerance. Default: under `--verbose`. */
  readonly reportMargin?: boolean;
  /** Rows that are predicted at once. Default: 32. */
  readonly batchSize?: number;
  /** Under which a factory is called. Default: 1. */
  readonly seed?: number;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The rule itself, or for every output by name. */
const byOutput = (rule: OptionRule): OptionRule => ({
  holds: (value) => rule.holds(value) || (isRecord(value) && Object.values(value).every(rule.holds)),
  allowed: `${rule.allowed}, or an object with one for each output by name`,
});

export const oneOf = (...values: readonly unknown[]): OptionRule => ({
  holds: (value) => values.includes(value),
  allowed: values.map((value) => `'${String(value)}'`).join(', '),
});

export const text: OptionRule = { holds: (value) => typeof value === 'string', allowed: 'a string' };

const names: OptionRule = {
  holds: (value) => Array.isArray(value) && value.length > 0 && value.every(text.holds),
  allowed: 'an array of strings',
};

export const snapshotRules: Readonly<Record<keyof PredictionSnapshotOptions, OptionRule>> = {
  hint: text,
  atol: byOutput(rules.notNegative),
  rtol: byOutput(rules.notNegative),
  decision: byOutput(oneOf('argmax', 'threshold', 'none')),
  classNames: byOutput(names),
  labels: rules.anything,
  nonFinite: oneOf('error', 'keep'),
  reportMargin: rules.boolean,
  batchSize: rules.positiveInteger,
  seed: rules.seed,
};

/** @throws TypeError for an option that does not exist, or has a value that is not allowed */
export function checkSnapshotOptions(options: unknown, where: string): PredictionSnapshotOptions {
  checkOptions(where, options, snapshotRules);
  return options as PredictionSnapshotOptions;
}
