import type { KernelCall } from './KernelCall';

/** Numbers in a call: which kernel, how many arguments, the arguments, and the job that it belongs to. */
export const callLength = 32;

/** Calls where other threads can read them. */
export class CallTable {
  readonly memory: Float64Array;

  /**
   * @param room for so many
   * @param kernels their numbers, by name
   */
  constructor(
    readonly room: number,
    private readonly kernels: ReadonlyMap<string, number>,
  ) {
    this.memory = new Float64Array(new SharedArrayBuffer(8 * callLength * room));
  }

  write(at: number, { kernel, args }: KernelCall, job = 0): void {
    const start = at * callLength;
    this.memory[start] = this.kernels.get(kernel) ?? -1;
    this.memory[start + 1] = args.length;
    this.memory.set(args, start + 2);
    this.memory[start + callLength - 1] = job;
  }
}
