import type { Config } from 'jest';
import { defaultTimeoutMs } from './environment/defaultTimeoutMs';

const preset = {
  testEnvironment: 'jest-model-regression/environment',
  setupFilesAfterEnv: ['jest-model-regression/setup'],
  // Looked up through the vm's global object, Math makes exp-heavy kernels up to thirty times slower.
  sandboxInjectedGlobals: ['Math'],
  testTimeout: defaultTimeoutMs,
} satisfies Config;

// `export =`: `...require('jest-model-regression/jest-preset')` spreads the options themselves.
export = preset;
