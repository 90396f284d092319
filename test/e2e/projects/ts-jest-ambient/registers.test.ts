test('the matchers are on the ambient expect, and typed', async () => {
  const checked: Promise<void> = expect({}).toHaveConvergedBatchNormStats();

  await expect(checked).rejects.toThrow();
});
