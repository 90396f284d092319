import type { Config } from 'jest';

const config: Config = {
  preset: 'ts-jest',
  // With a preset of its own, a project takes the plugin by these two lines.
  testEnvironment: 'jest-model-regression/environment',
  setupFilesAfterEnv: ['jest-model-regression/setup'],
};

export default config;
