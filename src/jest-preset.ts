import type { Config } from 'jest';
import { defaultTimeoutMs } from './environment/defaultTimeoutMs';

const preset = {
  testEnvironment: 'jest-model-regression/environment',
  setupFilesAfterEnv: ['jest-model-regression/setup'],
  // No `sandboxInjectedGlobals: ['Math']`: it speeds up loops of Math.exp, which the wasm engine does not have, and under
  // `injectGlobals: false` Jest 29.7 then hands `undefined` to every module as its Math.
  testTimeout: defaultTimeoutMs,
} satisfies Config;

// `export =`: `...require('jest-model-regression/jest-preset')` spreads the options themselves.
export = preset;
