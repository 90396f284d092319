jest.mock('@tensorflow/tfjs-layers', () => ({ mocked: 'at the top' }));

test('mocks a module that is hosted', () => {
  expect(require('@tensorflow/tfjs-layers').mocked).toBe('at the top');
  expect(typeof require('@tensorflow/tfjs').sequential).toBe('function');
});

test('mocks it otherwise once the modules are reset', () => {
  jest.resetModules();
  jest.doMock('@tensorflow/tfjs', () => ({ mocked: 'later' }));
  expect(require('@tensorflow/tfjs').mocked).toBe('later');
});
