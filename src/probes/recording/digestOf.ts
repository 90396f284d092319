import { inOrder, type Rows } from '../../input/Rows';
import { RowsDigest } from './RowsDigest';

/** The digests of all rows, or of the first `take`. */
export async function digestOf(rows: Rows, take?: number): Promise<RowsDigest['of']> {
  const digest = new RowsDigest();
  await rows.each(inOrder(rows, 256), (batch) => digest.add(batch, take));
  return digest.of;
}
