import { readFileSync } from 'node:fs';
import path from 'node:path';
import { safeName } from '../../files/safeName';
import { sha256 } from '../../files/sha256';
import { writeAtomically } from '../../files/writeAtomically';
import {
  comparePictures,
  type PictureComparison,
  type PictureTolerance,
} from '../../pictures/comparePictures';
import { removeDifference } from '../../snapshot/disk/removeDifference';
import { sideFolderOf } from '../../snapshot/disk/sideFolder';
import { pictureNamedIn, renderPictureIndex } from '../../snapshot/format/pictureIndex';
import { SnapshotDamaged } from '../../snapshot/format/SnapshotDamaged';
import type { SnapshotSlot } from '../../snapshot/jest/SnapshotSlot';
import type { Picture } from './pictureOf';

export type PictureOutcome =
  | { readonly kind: 'matching' | 'written' | 'updated' | 'missing' }
  | Exclude<PictureComparison, { kind: 'same' }>;

/**
 * Holds a picture against the one of its snapshot, or makes it that one where Jest would. The `.snap` file keeps a few lines on each picture:
 * by them Jest counts, and knows which are obsolete.
 */
export function settlePicture(
  slot: SnapshotSlot,
  picture: Picture,
  tolerance: PictureTolerance,
): PictureOutcome {
  const { stored } = slot;
  if (slot.damage !== undefined && !slot.updates)
    return failed(slot, { kind: 'unreadable', why: `its file cannot be read: ${slot.damage}` });
  if (stored === undefined)
    return slot.writes ? written(slot, picture, 'written') : failed(slot, { kind: 'missing' });
  const comparison = comparedWithStored(stored, slot, picture, tolerance);
  if (comparison.kind === 'same') {
    slot.match(slot.updates ? catchingUp(stored, slot, picture) : stored);
    return { kind: 'matching' };
  }
  return slot.updates ? written(slot, picture, 'updated') : failed(slot, comparison);
}

/** A run that was killed may have left the picture of today under the text of before. */
function catchingUp(stored: string, slot: SnapshotSlot, { png, description }: Picture): string {
  const name = pictureNamedIn(stored);
  const kept = readFileSync(path.join(sideFolderOf(slot.snapFile), name));
  return kept.equals(png) ? renderPictureIndex({ description, drawn: sha256(png), name }) : stored;
}

function comparedWithStored(
  stored: string,
  slot: SnapshotSlot,
  { png }: Picture,
  tolerance: PictureTolerance,
): PictureComparison {
  try {
    return comparePictures(png, sideFolderOf(slot.snapFile), pictureNamedIn(stored), tolerance);
  } catch (error) {
    if (error instanceof SnapshotDamaged) return { kind: 'unreadable', why: error.why };
    throw error;
  }
}

function failed(slot: SnapshotSlot, outcome: PictureOutcome): PictureOutcome {
  slot.fail();
  return outcome;
}

function written(
  slot: SnapshotSlot,
  { png, description }: Picture,
  kind: 'written' | 'updated',
): PictureOutcome {
  // Not named by its content: a picture that changes shall be one changed file in a review.
  const name = `${safeName(slot.key)}.png`;
  const folder = sideFolderOf(slot.snapFile);
  writeAtomically(path.join(folder, name), png);
  removeDifference(folder, name);
  slot.wrote(name);
  slot.match(renderPictureIndex({ description, drawn: sha256(png), name }));
  return { kind };
}
