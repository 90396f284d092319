import { permutation } from '../../src/numeric/permutation';
import { seededRandom } from '../../src/numeric/seededRandom';
import { type Configuration, type Grid, grid } from './Configuration';

/**
 * The whole grid in an order drawn by `seed`, the architectures taking turns: however far two cores come in the time
 * there is, what they have done is an even sample of it.
 */
export function sample(seed: number, within: Grid = grid): Configuration[] {
  const { updates, momentum, batchSize, lastBatch } = within;
  const cells = updates.flatMap((u) =>
    momentum.flatMap((m) => batchSize.flatMap((b) => lastBatch.map((l) => [u, m, b, l] as const))),
  );
  const { architecture: supported } = grid;
  const orders = supported.map((_, i) => permutation(cells.length, seededRandom(seed * 1000 + i)));
  return cells.flatMap((_, turn) =>
    supported.map((architecture, i) => {
      const [u, m, b, l] = cells[orders[i]![turn]!]!;
      return { architecture, updates: u, momentum: m, batchSize: b, lastBatch: l, seed };
    }),
  );
}
