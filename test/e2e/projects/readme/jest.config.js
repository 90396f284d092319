module.exports = { preset: 'jest-model-regression', transform: { '\\.ts$': 'ts-jest' } };
