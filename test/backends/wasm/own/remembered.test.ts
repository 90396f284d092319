import { expect, test } from '@jest/globals';
import { remembered } from '../../../../src/backends/wasm/own/remembered';

interface Question {
  readonly a: number;
  readonly b: readonly number[];
}

/** The sum, and how often it was worked out. */
function summing(most?: number): {
  sum: (question: Question) => { readonly sum: number };
  times: () => number;
} {
  let times = 0;
  const sum = remembered(({ a, b }: Question) => {
    times += 1;
    return { sum: b.reduce((all, value) => all + value, a) };
  }, most);
  return { sum, times: () => times };
}

test('the same is worked out once, and answered with the same object', () => {
  const { sum, times } = summing();
  const first = sum({ a: 1, b: [2, 3] });
  expect(sum({ a: 1, b: [2, 3] })).toBe(first);
  expect([first.sum, sum({ a: 1, b: [2, 4] }).sum, sum({ a: 2, b: [2, 3] }).sum]).toEqual([6, 7, 7]);
  expect(times()).toBe(3);
});

test('what nobody has asked for longest is forgotten first', () => {
  const { sum, times } = summing(2);
  const ask = (a: number): number => sum({ a, b: [] }).sum;
  expect([ask(1), ask(2), ask(1), ask(3)]).toEqual([1, 2, 1, 3]);
  expect(times()).toBe(3);
  ask(1);
  expect(times()).toBe(3);
  ask(2);
  expect(times()).toBe(4);
});
