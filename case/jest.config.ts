import type { Config } from 'jest';

const config: Config = {
  preset: 'jest-model-regression',
  testMatch: ['<rootDir>/story.test.ts'],
  transform: { '^.+\\.ts$': ['ts-jest', { isolatedModules: true, tsconfig: '<rootDir>/../tsconfig.json' }] },
};

export default config;
