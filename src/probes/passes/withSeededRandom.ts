import { seededRandom } from '../../numeric/seededRandom';

/**
 * Runs `work` with a seeded `Math.random` and puts the old one back, also when it throws. Everything random in tfjs
 * draws from `Math.random`: shuffling, dropout, noise, initialisers without a seed.
 */
export async function withSeededRandom<T>(seed: number, work: () => Promise<T> | T): Promise<T> {
  const original = Object.getOwnPropertyDescriptor(Math, 'random')!;
  Object.defineProperty(Math, 'random', { ...original, value: seededRandom(seed) });
  try {
    return await work();
  } finally {
    Object.defineProperty(Math, 'random', original);
  }
}
