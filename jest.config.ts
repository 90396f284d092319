import type { Config } from 'jest';

/** Tests of the packed tarball. */
const endToEnd = ['<rootDir>/test/e2e/', '<rootDir>/test/packaging/', '<rootDir>/test/types/'];

const shared = {
  testMatch: ['**/*.test.ts'],
  testEnvironment: 'node',
  transform: { '^.+\\.ts$': 'ts-jest' },
  modulePathIgnorePatterns: [
    '<rootDir>/test/e2e/projects',
    '<rootDir>/test/types/projects',
    '<rootDir>/dist',
    '<rootDir>/examples',
  ],
  sandboxInjectedGlobals: ['Math'],
} satisfies Config;

const config: Config = {
  projects: [
    {
      ...shared,
      displayName: 'unit',
      roots: ['<rootDir>/test'],
      testPathIgnorePatterns: endToEnd,
      globalSetup: '<rootDir>/test/assembled.ts',
    },
    {
      ...shared,
      displayName: 'e2e',
      roots: endToEnd,
      globalSetup: '<rootDir>/test/e2e/harness/globalSetup.ts',
    },
  ],
  // Jest leaves one core to itself, and of two only one would work.
  maxWorkers: '100%',
  testTimeout: 300_000,
};

export default config;
