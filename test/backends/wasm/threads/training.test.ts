import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';

interface Training {
  readonly threads: number;
  /** Other threads that were started. */
  readonly hired: number;
  /** Gradients of filters that were being computed at the same time, at most. */
  readonly overlapped: number;
  /** Tensors after the gradient of a filter has been asked for. */
  readonly left: number;
  /** A digest of them. */
  readonly weights: string;
  readonly msToExit: number;
}

function trained(threads: number): Training {
  const output = execFileSync(
    process.execPath,
    ['--import', 'tsx', path.join(__dirname, 'trainsAndEnds.ts')],
    {
      encoding: 'utf8',
      env: { ...process.env, MODEL_REGRESSION_THREADS: String(threads) },
      timeout: 120_000,
    },
  );
  const { end, ...result } = JSON.parse(output.trim().split('\n').at(-1)!) as Training & { end: number };
  return { ...result, msToExit: Date.now() - end };
}

let [alone, three] = [] as unknown as [Training, Training];
beforeAll(() => {
  [alone, three] = [trained(1), trained(3)];
});

test('a model trained on three threads is that trained on one, to the bit', () => {
  expect([alone.threads, three.threads]).toEqual([1, 3]);
  expect([alone.hired, three.hired]).toEqual([0, 2]);
  // One is waited for where the same filter's second gradient is added to it.
  expect([alone.overlapped, three.overlapped]).toEqual([0, 3]);
  expect(three.weights).toBe(alone.weights);
});

test('what a gradient was computed of is free again once it is there', () => {
  expect([alone.left, three.left]).toEqual([1, 1]);
});

test('threads that wait for work do not keep the process alive', () => {
  // They would wait for a second.
  expect(three.msToExit).toBeLessThan(900);
});
