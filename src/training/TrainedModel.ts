import type { LayersModel } from '@tensorflow/tfjs';
import type { Data, TensorData } from '../input/Data';
import type { Recording } from '../probes/recording/Recording';

/** A model with what it was trained on and what its training promised. */
export interface TrainedModel<D extends Data = TensorData> {
  readonly model: LayersModel;
  readonly data: D;
  readonly recording: Recording;
  /** Frees what `train` made: the model of a factory, its optimizer. A model that was passed in stays alive. */
  dispose(): void;
}
