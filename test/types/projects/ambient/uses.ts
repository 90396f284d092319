test('the matchers are typed without an import', async () => {
  const checked: Promise<void> = expect({}).not.toPredictConsistentlyWithTraining();
  await checked;
  await expect(Promise.resolve({})).resolves.toHaveConvergedBatchNormStats();

  await expect('models/iris').toMatchPredictionSnapshot([[1, 2]], { rtol: 1e-4 });

  // @ts-expect-error an asynchronous matcher inside toEqual never matches
  expect([{}]).toEqual([expect.toHaveConvergedBatchNormStats()]);
  // @ts-expect-error an option that does not exist
  void expect({}).toHaveConvergedBatchNormStats(undefined, { tolerence: 0.5 });
});
