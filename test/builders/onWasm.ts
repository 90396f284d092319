import { describe, test } from '@jest/globals';

/** `npm run test:engines` runs tests on other engines too. */
const isWasm = ['', 'auto', 'wasm'].includes(process.env['MODEL_REGRESSION_BACKEND'] ?? '');

/** For what is so on the WASM engine only. */
export const testOnWasm = isWasm ? test : test.skip;
export const describeOnWasm = isWasm ? describe : describe.skip;

/** For what a GPU, or WebGPU alone, does otherwise, and why stands in the name. */
export const testOffGpu = ['cuda', 'webgpu'].includes(process.env['MODEL_REGRESSION_BACKEND'] ?? '')
  ? test.skip
  : test;
export const testOffWebgpu = process.env['MODEL_REGRESSION_BACKEND'] === 'webgpu' ? test.skip : test;
