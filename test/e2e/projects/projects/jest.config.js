module.exports = {
  projects: [
    { displayName: 'preset', rootDir: 'from-preset', preset: 'jest-model-regression' },
    {
      displayName: 'two lines',
      rootDir: 'two-lines',
      testEnvironment: 'jest-model-regression/environment',
      setupFilesAfterEnv: ['jest-model-regression/setup'],
    },
  ],
};
