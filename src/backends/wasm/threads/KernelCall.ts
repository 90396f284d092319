/** One call of a kernel, by its name and its numbers. Whoever makes it adds its own number to them: 0 is the one who asks. */
export interface KernelCall {
  readonly kernel: string;
  readonly args: readonly number[];
}
