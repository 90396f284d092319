const { execFileSync } = require('node:child_process');

test('what TensorFlow reads is set in the process itself, where the copy that a test sees does not reach', () => {
  const seen = execFileSync(process.execPath, ['-p', 'process.env.TF_FORCE_GPU_ALLOW_GROWTH'], {
    encoding: 'utf8',
  });
  expect(seen.trim()).toBe(process.env.EXPECTED_GROWTH);
});
