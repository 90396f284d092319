import { sideFolderOf } from '../disk/sideFolder';
import { writeSideFile } from '../disk/writeSideFile';
import { renderLarge, renderSmall } from '../format/renderSnapshot';
import type { SnapshotSlot } from '../jest/SnapshotSlot';
import type { Prediction } from '../PredictionSnapshot';
import { compareWithStored } from './compareWithStored';
import type { Comparison, Outcome } from './Outcome';
import type { AskedTolerance } from './toleranceFor';

/** Numbers that a person can read; more are kept beside the text. */
export const mostInText = 400;

/**
 * Holds a prediction against its snapshot, or makes it one where Jest would: none there, or `-u`. What passes is given back to
 * Jest as it is stored, byte for byte.
 */
export function settle(slot: SnapshotSlot, prediction: Prediction, asked: AskedTolerance): Outcome {
  const { stored } = slot;
  if (slot.damage !== undefined && !slot.updates)
    return failed(slot, { kind: 'unreadable', why: `its file cannot be read: ${slot.damage}` });
  if (stored === undefined) {
    if (slot.writes) return written(slot, prediction, 'written');
    slot.fail();
    return { kind: 'missing', predicted: prediction.outputs };
  }
  const comparison = compareWithStored(stored, sideFolderOf(slot.snapFile), prediction, asked);
  if (comparison.kind === 'matching') {
    slot.match(stored);
    return comparison;
  }
  return slot.updates ? written(slot, prediction, 'updated') : failed(slot, comparison);
}

function failed(slot: SnapshotSlot, comparison: Comparison): Outcome {
  slot.fail();
  return comparison;
}

function written(slot: SnapshotSlot, prediction: Prediction, kind: 'written' | 'updated'): Outcome {
  slot.match(textOf(slot, prediction));
  return { kind };
}

function textOf(slot: SnapshotSlot, prediction: Prediction): string {
  const numbers = prediction.outputs.reduce((sum, { values }) => sum + values.length, 0);
  if (numbers <= mostInText) return renderSmall(prediction);
  const file = writeSideFile(sideFolderOf(slot.snapFile), slot.key, prediction.outputs);
  slot.wrote(file.name);
  return renderLarge(prediction, file);
}
