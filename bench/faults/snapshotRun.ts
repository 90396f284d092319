import { pictureOf } from '../../src/matchers/picture/pictureOf';
import { type PictureOutcome, settlePicture } from '../../src/matchers/picture/settlePicture';
import { guardSaving } from '../../src/snapshot/jest/guardSaving';
import type { JestState } from '../../src/snapshot/jest/JestState';
import { SnapshotSlot } from '../../src/snapshot/jest/SnapshotSlot';
import type { Outcome } from '../../src/snapshot/judge/Outcome';
import { settle } from '../../src/snapshot/judge/settle';
import type { Prediction } from '../../src/snapshot/PredictionSnapshot';

/** The state of a test file's snapshots: of the Jest that is running, or of one outside of it. */
export type MakeState = (snapFile: string, mode: JestState['_updateSnapshot']) => JestState;

/** Rows whose numbers tell the version. */
export function prediction(rows: number, version: number): Prediction {
  const values = Float32Array.from({ length: rows * 3 }, (_, i) => version + i / 1024);
  return {
    inputs: 'abc',
    environment: {
      ...{ engine: 'wasm', device: 'a CPU', tfjs: '4.22.0', backend: '4.22.0', node: '20.0.0' },
      weights: 'fixed',
    },
    outputs: [{ name: 'kind', dtype: 'float32', shape: [rows, 3], decision: 'argmax', values }],
  };
}

/** One run of a test file with a snapshot in text, one with a file beside it, and a picture. */
export function snapshotRun(
  state: JestState,
  version: number,
): Readonly<Record<'small' | 'large', Outcome>> & { readonly picture: PictureOutcome } {
  guardSaving(state);
  const slot = (currentTestName: string): SnapshotSlot =>
    new SnapshotSlot(state, { currentTestName }, undefined);
  const small = prediction(4, version);
  const outcomes = {
    small: settle(slot('small'), small, {}),
    large: settle(slot('large'), prediction(40_000, version), {}),
    picture: settlePicture(slot('picture'), pictureOf(small.outputs[0]!, 'heatMap', 'faults'), {}),
  };
  state.save();
  return outcomes;
}
