import { addSerializer, SnapshotState } from 'jest-snapshot';
import type { JestState } from '../../src/snapshot/jest/JestState';

/** Gives the product the two things of a running Jest that snapshots need: its state, and its printer. */
export function jestStateOutside(snapFile: string, updateSnapshot: JestState['_updateSnapshot']): JestState {
  const name = require.resolve('@jest/globals');
  // The real one throws outside of a test. What it hands out as `addSnapshotSerializer` is this function.
  const globals = { exports: { expect: { addSnapshotSerializer: addSerializer } } };
  require.cache[name] ??= globals as unknown as NodeJS.Module;
  // Declared private there, and read all the same by every snapshot plugin.
  const State: unknown = SnapshotState;
  return new (State as new (file: string, options: object) => JestState)(snapFile, {
    updateSnapshot,
    rootDir: '/',
    snapshotFormat: { escapeString: false, printBasicPrototype: false },
    expand: false,
    prettierPath: null,
  });
}
