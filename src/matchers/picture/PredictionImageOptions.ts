import { checkOptions, type OptionRule } from '../../input/checkOptions';
import * as rules from '../../input/rules';
import {
  oneOf,
  type PredictionSnapshotOptions,
  snapshotRules,
  text,
} from '../prediction/PredictionSnapshotOptions';

export type PictureKind = 'heatMap' | 'confusionMatrix' | 'image';

/** Options of `toMatchPredictionImageSnapshot`: how to predict, what to draw, and what jest-image-snapshot may let pass. */
export interface PredictionImageOptions extends Omit<
  PredictionSnapshotOptions,
  'atol' | 'rtol' | 'reportMargin'
> {
  /**
   * `heatMap`: rows by columns. `confusionMatrix`: true by predicted classes, which needs `labels`. `image`: the pictures that the model makes.
   * Default: `image` for [rows, height, width, 1, 3 or 4], else `heatMap`.
   */
  readonly kind?: PictureKind;
  /** The output that is drawn, by the name of its layer. Needed where there are several. */
  readonly output?: string;
  /** Pixels that may differ; with `failureThresholdType: 'percent'` their share, 0.01 for one percent. Default: 0. */
  readonly failureThreshold?: number;
  readonly failureThresholdType?: 'pixel' | 'percent';
  /** Options of pixelmatch: see jest-image-snapshot. Default: `{ threshold: 0.01 }`, below which colours are the same. */
  readonly customDiffConfig?: object;
}

const { atol: _atol, rtol: _rtol, reportMargin: _reportMargin, ...predictionRules } = snapshotRules;

const imageRules: Readonly<Record<keyof PredictionImageOptions, OptionRule>> = {
  ...predictionRules,
  kind: oneOf('heatMap', 'confusionMatrix', 'image'),
  output: text,
  failureThreshold: rules.notNegative,
  failureThresholdType: oneOf('pixel', 'percent'),
  customDiffConfig: rules.object,
};

/** @throws TypeError for an option that does not exist, or has a value that is not allowed */
export function checkImageOptions(options: unknown, where: string): PredictionImageOptions {
  checkOptions(where, options, imageRules);
  return options as PredictionImageOptions;
}
