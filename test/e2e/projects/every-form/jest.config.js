module.exports = {
  preset: 'ts-jest',
  testEnvironment: 'jest-model-regression/environment',
  setupFilesAfterEnv: ['jest-model-regression/setup'],
};
