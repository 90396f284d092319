export { adamStep } from './adamStep';
export { normalise, normaliseGradient } from './batchNorm';
export { columnSums, gradientSums, squareSums } from './columnSums';
export { product } from './product';
