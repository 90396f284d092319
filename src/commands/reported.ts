/** Something is wrong with what was asked for, or with what was found. Not 1: that is a test that failed. */
export const failed = 2;

/** What a command does, as commander takes it; what it throws is said, and ends the process with exit code 2. */
export function reported<T extends readonly unknown[]>(
  act: (...given: T) => void | Promise<void>,
): (...given: T) => Promise<void> {
  return async (...given) => {
    try {
      await act(...given);
    } catch (error) {
      process.stderr.write(complaint((error as Error).message));
      process.exitCode = failed;
    }
  };
}

export const complaint = (text: string): string => `jest-model-regression: ${text.trim()}\n`;
