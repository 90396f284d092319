import { AsyncLocalStorage } from 'node:async_hooks';
import { seededRandom } from '../../numeric/seededRandom';

const seeded = new AsyncLocalStorage<() => number>();

/**
 * Runs `work` with a seeded `Math.random` and puts the old one back, also when it throws. Everything random in tfjs
 * draws from `Math.random`: shuffling, dropout, noise, initialisers without a seed. What runs beside `work` (another
 * `test.concurrent`) goes on with the old one: it neither gets numbers of this seed nor takes any away.
 */
export async function withSeededRandom<T>(seed: number, work: () => Promise<T> | T): Promise<T> {
  const original = Object.getOwnPropertyDescriptor(Math, 'random')!;
  const unseeded = original.value as () => number;
  const value = (): number => (seeded.getStore() ?? unseeded)();
  Object.defineProperty(Math, 'random', { ...original, value });
  try {
    return await seeded.run(seededRandom(seed), work);
  } finally {
    Object.defineProperty(Math, 'random', original);
  }
}
