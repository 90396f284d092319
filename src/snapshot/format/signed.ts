import { sha256 } from '../../files/sha256';
import { SnapshotDamaged } from './SnapshotDamaged';

/** Lines whose last one vouches for those before it. */
export function signed(lines: readonly string[]): string {
  const text = lines.join('\n');
  return `${text}\ndigest: ${JSON.stringify(sha256(text))}`;
}

/** The lines under the digest of a text that begins with `firstLine`. */
export function vouchedLines(text: string, firstLine: string): readonly string[] {
  const [first = ''] = text.split('\n', 1);
  const kind = firstLine.replace(/\d+$/, '');
  if (!first.startsWith(kind)) throw new SnapshotDamaged('it is another kind of snapshot');
  if (first !== firstLine)
    throw new SnapshotDamaged(
      `it says "${first}", and this version of jest-model-regression reads version 1`,
    );
  const end = text.lastIndexOf('\n');
  const vouched = text.slice(0, end);
  if (text.slice(end + 1) !== `digest: ${JSON.stringify(sha256(vouched))}`)
    throw new SnapshotDamaged('its digest does not fit its text, so it was edited by hand or damaged');
  return vouched.split('\n');
}
