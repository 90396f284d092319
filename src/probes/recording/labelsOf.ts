import type { LayersModel } from '@tensorflow/tfjs';
import { inOrder, type Rows } from '../../input/Rows';
import { argMax } from '../metrics/accuracyFunctions';
import { type Table, tableOf } from '../metrics/Table';

/** With more classes, their counts are no small thing to keep. */
const mostClasses = 1000;

/** Rows of each class, for each output; null where its targets are no classes. */
export async function labelsOf(
  rows: Rows,
  model: LayersModel,
  take: number,
): Promise<readonly (readonly number[] | null)[]> {
  const counts: (readonly number[] | null)[] = model.outputs.map(() => []);
  await rows.each(inOrder(rows, 256), async ({ ys, rows: places }) => {
    for (const [i, y] of ys.entries()) {
      const before = counts[i];
      if (before != null)
        counts[i] = counted(before, await tableOf(y, model.outputs[i]!.shape.length), places, take);
    }
  });
  return counts;
}

function counted(
  counts: readonly number[],
  { rows, positions, columns, values }: Table,
  places: Int32Array,
  take: number,
): readonly number[] | null {
  if (positions !== 1) return null;
  const more = [...counts];
  for (let row = 0; row < rows; row++) {
    if (places[row]! >= take) continue;
    const of = columns === 1 ? values[row]! : argMax(values.subarray(row * columns, (row + 1) * columns));
    if (!Number.isInteger(of) || of < 0 || of >= mostClasses) return null;
    while (more.length <= of) more.push(0);
    more[of]! += 1;
  }
  return more;
}
