export { adamStep } from './adamStep';
export { product } from './product';
