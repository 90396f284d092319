import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeAtomically } from '../../src/files/writeAtomically';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'atomic-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('parts follow one another, in a folder that is made for them, with nothing left beside', () => {
  const file = path.join(folder, 'new', 'file');
  writeAtomically(file, 'one ', new Uint8Array([0, 116, 119, 111]).subarray(1), '');
  expect(readFileSync(file, 'utf8')).toBe('one two');
  writeAtomically(file, 'three');
  expect(readFileSync(file, 'utf8')).toBe('three');
  expect(readdirSync(path.dirname(file))).toEqual(['file']);
});

test('where a folder is in the way nothing is written', () => {
  const file = path.join(folder, 'taken');
  writeAtomically(path.join(file, 'inside'), 'x');
  expect(() => {
    writeAtomically(file, 'y');
  }).toThrow();
  expect(readdirSync(folder)).toEqual(['taken']);
  expect(existsSync(path.join(file, 'inside'))).toBe(true);
});
