import { seededRandom } from '../../../src/numeric/seededRandom';

/** Weights are drawn by `Math.random`. */
export function withMathRandom<T>(seed: number, make: () => T): T {
  const { random } = Math;
  Math.random = seededRandom(seed);
  try {
    return make();
  } finally {
    Math.random = random;
  }
}
