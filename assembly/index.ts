export { adamStep } from './adamStep';
export { normalise, normaliseGradient } from './batchNorm';
export { columnSums, gradientSums, rowsAdded, squareSums } from './columnSums';
export { depthwise, depthwiseFilterGradient, depthwiseInputGradient } from './depthwise';
export { gatedGradient } from './gatedGradient';
export { clear, padImages } from './images';
export { multipliedAndAdded } from './multiplyAdd';
export { avgPoolGradient, maxPoolGradient } from './pooling';
export { product } from './product';
