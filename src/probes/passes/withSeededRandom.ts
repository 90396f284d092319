import { AsyncLocalStorage } from 'node:async_hooks';
import { seededRandom } from '../../numeric/seededRandom';

const seeded = new AsyncLocalStorage<() => number>();

/**
 * Runs `work` with a seeded `Math.random` and puts the old one back, also when it throws. Everything random in tfjs
 * draws from `Math.random`: shuffling, dropout, noise, initialisers without a seed. What runs beside `work` (another
 * `test.concurrent`) goes on with the old one: it neither gets numbers of this seed nor takes any away.
 *
 * @param work told how to ask how many numbers have been drawn: with the seed, that is all there is to know about the next
 */
export async function withSeededRandom<T>(
  seed: number,
  work: (drawn: () => number) => Promise<T> | T,
): Promise<T> {
  const original = Object.getOwnPropertyDescriptor(Math, 'random')!;
  const unseeded = original.value as () => number;
  const value = (): number => (seeded.getStore() ?? unseeded)();
  Object.defineProperty(Math, 'random', { ...original, value });
  try {
    const random = seededRandom(seed);
    let drawn = 0;
    const counted = (): number => {
      drawn += 1;
      return random();
    };
    return await seeded.run(counted, () => work(() => drawn));
  } finally {
    Object.defineProperty(Math, 'random', original);
  }
}
