import { describe, expect, test } from '@jest/globals';
import { compile } from '../e2e/harness/compile';
import { installedConsumers } from '../e2e/harness/installed';

describe.each(installedConsumers())('$name', (consumer) => {
  test('types the imported expect, every entry point and nothing that cannot work', () => {
    expect(compile(consumer, 'jest-globals')).toEqual([]);
  });

  test('types the ambient expect', () => {
    expect(compile(consumer, 'ambient')).toEqual([]);
  });
});
