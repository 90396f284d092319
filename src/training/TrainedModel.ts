import type { LayersModel } from '@tensorflow/tfjs';
import type { Data } from '../input/Rows';
import type { Recording } from '../probes/recording/Recording';

/** A model with what it was trained on and what its training promised. */
export interface TrainedModel {
  readonly model: LayersModel;
  readonly data: Data;
  readonly recording: Recording;
  /** Frees what `train` made: the model of a factory, its optimizer. A model that was passed in stays alive. */
  dispose(): void;
}
