export { adamStep } from './adamStep';
export { normalise, normaliseGradient } from './batchNorm';
export { columnSums, gradientSums, rowsAdded, squareSums } from './columnSums';
export { multipliedAndAdded } from './multiplyAdd';
export { product } from './product';
