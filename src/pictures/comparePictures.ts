import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PNG } from 'pngjs';
import { type JestImageSnapshot, standInState } from './jestImageSnapshot';

/** What jest-image-snapshot may let pass; nothing without them. */
export interface PictureTolerance {
  readonly failureThreshold?: number;
  /** `percent` makes the threshold a share, as jest-image-snapshot has it: 0.01 is one percent. */
  readonly failureThresholdType?: 'pixel' | 'percent';
  readonly customDiffConfig?: object;
}

export type PictureComparison =
  | { readonly kind: 'same' }
  /** `message` is that of jest-image-snapshot, which names the picture of the difference. */
  | { readonly kind: 'different'; readonly message: string }
  | { readonly kind: 'unreadable'; readonly why: string };

/** Holds a picture against the one that was kept, through jest-image-snapshot. Writes nothing but the picture of a difference. */
export function comparePictures(
  received: Buffer,
  folder: string,
  name: string,
  tolerance: PictureTolerance,
): PictureComparison {
  const kept = path.join(folder, name);
  const damage = damageOf(kept);
  if (damage !== undefined) return { kind: 'unreadable', why: `its picture ${name} ${damage}` };
  // Loading it takes longer than comparing: only a test that keeps a picture pays.
  const library = require('jest-image-snapshot') as JestImageSnapshot;
  const context = { snapshotState: standInState(), currentTestName: name, testPath: kept };
  const { pass, message } = library.toMatchImageSnapshot.call(context, received, {
    ...tolerance,
    runInProcess: true,
    noColors: true,
    customSnapshotIdentifier: path.basename(name, '.png'),
    customSnapshotsDir: folder,
  });
  return pass ? { kind: 'same' } : { kind: 'different', message: message() };
}

function damageOf(file: string): string | undefined {
  if (!existsSync(file)) return 'is missing';
  try {
    PNG.sync.read(readFileSync(file));
    return undefined;
  } catch (error) {
    return `is damaged: ${(error as Error).message}`;
  }
}
