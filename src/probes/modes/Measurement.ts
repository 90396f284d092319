import type { LayersModel } from '@tensorflow/tfjs';
import type { Rows } from '../../input/Rows';
import type { BatchMetrics } from '../metrics/BatchMetrics';
import type { OutputMetrics } from '../metrics/Metric';
import type { MetricValues } from '../recording/Recording';
import type { Reported } from './promisedBy';
import type { SurveyPlan } from './surveyModes';

/** What modes are measured of, and how. */
export interface Measurement {
  readonly model: LayersModel;
  readonly rows: Rows;
  readonly plan: SurveyPlan;
  readonly outputs: readonly OutputMetrics[];
  readonly metrics: BatchMetrics;
  readonly reported: Reported;
  /** The reported metrics under the names under which they are computed. */
  readonly promised: MetricValues;
  /** Whether what costs more than eight predictions is looked for too. */
  readonly thorough: boolean;
  /** Whether another engine is asked too. */
  readonly asksOtherEngine: boolean;
}
