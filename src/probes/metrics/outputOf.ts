/** An output as errors call it: by its name where there are several. */
export function outputOf(output: string | undefined, where: string): string {
  return output === undefined
    ? `the model given to ${where}`
    : `the output ${output} of the model given to ${where}`;
}
