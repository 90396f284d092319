import type { LayersModel } from '@tensorflow/tfjs';
import { layersOf, type PlacedLayer } from './layersOf';

/** The classes of tfjs-layers 4.22, by `className`: what is not among them may do anything in training mode. */
export const tfjsLayers: ReadonlySet<string> = new Set(
  [
    'Activation Add AlphaDropout Average AveragePooling1D AveragePooling2D AveragePooling3D BatchNormalization Bidirectional',
    'CategoryEncoding CenterCrop Concatenate Conv1D Conv2D Conv2DTranspose Conv3D Conv3DTranspose ConvLSTM2D ConvLSTM2DCell',
    'Cropping2D Dense DepthwiseConv2D Dot Dropout ELU Embedding Flatten Functional GRU GRUCell GaussianDropout GaussianNoise',
    'GlobalAveragePooling1D GlobalAveragePooling2D GlobalMaxPooling1D GlobalMaxPooling2D InputLayer LSTM LSTMCell',
    'LayerNormalization LeakyReLU Masking MaxPooling1D MaxPooling2D MaxPooling3D Maximum Minimum Model Multiply PReLU Permute',
    'RNN ReLU RepeatVector Rescaling Reshape Resizing SeparableConv2D Sequential SimpleRNN SimpleRNNCell Softmax',
    'SpatialDropout1D StackedRNNCells ThresholdedReLU TimeDistributed UpSampling2D ZeroPadding2D',
  ].flatMap((line) => line.split(' ')),
);

/** Layers of other people's making: nobody knows what they do with `training`, so it has to be tried. */
export function foreignLayers(model: LayersModel): readonly PlacedLayer[] {
  return layersOf(model).filter(({ layer }) => !tfjsLayers.has(layer.getClassName()));
}
