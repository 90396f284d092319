import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SnapshotState } from 'jest-snapshot';
import { snapFileEntries } from '../../../src/snapshot/format/snapFile';

/** The file that Jest itself writes for these snapshots. */
function writtenByJest(snapshots: ReadonlyMap<string, string>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'snap-'));
  try {
    const file = path.join(folder, 'a.snap');
    const state = new SnapshotState(file, {
      rootDir: folder,
      updateSnapshot: 'new',
      snapshotFormat: { escapeString: false },
      expand: false,
      prettierPath: null,
    } as unknown as ConstructorParameters<typeof SnapshotState>[1]);
    for (const [key, received] of snapshots) state.match({ testName: '', key, received, isInline: false });
    state.save();
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('`', '\\', '$', '{', '}', '\n', ';', 'exports[', '] = ', '//') }),
);

describe('a .snap file of Jest', () => {
  test('is read as Jest wrote it, whatever is in it', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(text, text), { selector: ([key]) => key.replace(/\r\n?/g, '\n') }),
        (entries) => {
          const snapshots = new Map(entries.filter(([key]) => key !== '__proto__' && key !== ''));
          // Jest prints a string in quotes, and knows one kind of line break.
          const breaks = (value: string): string => value.replace(/\r\n?/g, '\n');
          const expected = new Map([...snapshots].map(([key, value]) => [breaks(key), `"${breaks(value)}"`]));
          expect(new Map(snapFileEntries(writtenByJest(snapshots)))).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });

  test.each([
    ['at character 0 there is no `exports[`', 'module.exports = 1;'],
    ['at character 8 there is no `', 'exports[key] = `x`;'],
    ['has no end', 'exports[`a 1`] = `\nPrediction'],
    ['there is no `;`', 'exports[`a 1`] = `x`'],
  ])('is refused where it is none: %s', (complaint, file) => {
    expect(() => snapFileEntries(file)).toThrow(complaint);
  });

  test('may be empty but for its first line', () => {
    expect(snapFileEntries('// Jest Snapshot v1, https://jestjs.io/docs/snapshot-testing').size).toBe(0);
  });

  test('of ten megabytes is read at once', () => {
    const body = '`\\'.replace(/[`\\]/g, '\\$&').repeat(2_500_000);
    expect([...snapFileEntries(`exports[\`a 1\`] = \`${body}\`;\n`).values()][0]!.length).toBe(5_000_000);
  });
});
