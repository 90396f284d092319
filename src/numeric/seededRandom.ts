import { alea } from 'seedrandom';

/** A stand-in for `Math.random` that gives the same numbers for the same seed, on every machine. */
export function seededRandom(seed: number): () => number {
  return alea(String(seed));
}
