import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { exactJson, parseExactJson } from '../../src/files/json/exactJson';

test('every number comes back to the bit, in whatever it is held', () => {
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      fc.double(),
      fc.string(),
      fc.boolean(),
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'number', 'b'), tie('any')),
    ),
  })).any;
  fc.assert(
    fc.property(value, (each) => {
      // A text under `number` alone is what stands for a number; what is written here has none.
      fc.pre(!JSON.stringify(each).includes('{"number":"'));
      expect(parseExactJson(exactJson(each))).toEqual(each);
    }),
  );
  expect(parseExactJson(exactJson([NaN, Infinity, -Infinity, -0]))).toEqual([NaN, Infinity, -Infinity, -0]);
});
