/** What whatever still computes on an engine gets when the file that started it has ended. */
export const lateWork = (testFile: string): Error =>
  new Error(
    `Something still computes with TensorFlow.js after its test file has ended: ${testFile}.\n` +
      'Next: await there what it starts, such as model.fit(), and clear its timers.',
  );
