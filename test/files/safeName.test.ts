import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import path from 'node:path';
import { safeName } from '../../src/files/safeName';

test('a name is readable and says nothing that a file system could read as a path', () => {
  expect(safeName('../iris: predicts 1')).toMatch(/^iris-predicts-1-[0-9a-f]{10}$/);
  expect(safeName('')).toMatch(/^[0-9a-f]{10}$/);
  expect(safeName('\0')).toMatch(/^[0-9a-f]{10}$/);
  expect(safeName('x'.repeat(10_000)).length).toBe(71);
});

test('any text gives a plain file name, and two texts never the same, on no file system', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('../a', '..\\a', 'a', 'A', 'con', 'a\0b', '/etc/passwd', '.', '..', 'ä', 'a\u0308'),
  );
  fc.assert(
    fc.property(hostile, hostile, (a, b) => {
      expect(safeName(a)).toMatch(/^[a-z0-9-]*[0-9a-f]{10}$/);
      expect(path.basename(path.resolve('/folder', safeName(a)))).toBe(safeName(a));
      expect(safeName(a).toLowerCase() === safeName(b).toLowerCase()).toBe(a === b);
    }),
    { numRuns: 1000 },
  );
});
