/** Something is wrong with what was asked for, or with what was found. Not 1: that is a test that failed. */
export const failed = 2;

/** What a command does, as commander takes it; what it throws ends the process. */
export function reported<T extends readonly unknown[]>(
  act: (...given: T) => void | Promise<void>,
): (...given: T) => Promise<void> {
  return async (...given) => {
    try {
      await act(...given);
    } catch (error) {
      process.stderr.write(`${oneLine((error as Error).message)}\n`);
      process.exitCode = failed;
    }
  };
}

/** An error of several lines, as a script wants it. */
export const oneLine = (text: string): string =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim())
    .join(' ');
