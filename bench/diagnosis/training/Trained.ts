import type * as tf from '@tensorflow/tfjs';
import type { Recording } from '../../../src/probes/recording/Recording';
import { withMathRandom } from './withMathRandom';

export interface Trained {
  readonly model: tf.LayersModel;
  readonly recording: Recording;
  /** What it was fitted to. */
  readonly targets: tf.Tensor | tf.Tensor[];
  readonly build: () => tf.LayersModel;
  readonly dispose: () => void;
}

/** A model of the same architecture that nobody has trained. Its weights are always the same. */
export const freshLike = ({ build }: Trained): tf.LayersModel => withMathRandom(2, build);
