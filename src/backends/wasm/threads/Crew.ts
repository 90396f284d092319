import { Worker } from 'node:worker_threads';
import { memberSource } from './memberSource';

/** One call of a kernel, by its name and its numbers. */
export interface KernelCall {
  readonly kernel: string;
  readonly args: readonly number[];
}

/** What threads share with the one that hires them. */
export interface Workplace {
  readonly module: object;
  readonly memory: object;
  /** The names of the kernels in the module. */
  readonly names: readonly string[];
  /** Runs a call on the thread that asks. */
  readonly run: (call: KernelCall) => void;
}

/** What a member of a crew is at. Only it goes from `assigned` on; only the one who hires goes from `idle` to `assigned`. */
const state = { absent: 0, idle: 1, assigned: 2, failed: 3 } as const;

/** Numbers in a call: which kernel, how many arguments, and the arguments. */
const callLength = 32;

/** A thread that nobody has asked for so long goes home; the next call hires another one. */
const idleMs = 1000;

/** How often a thread looks before it lies down: about as long as the calls between two products take. */
const spins = 20_000;

/**
 * Threads that call the same kernels on the same memory. They are hired by the first call that has work for them, and never keep the
 * process alive. Whoever is not there (not started yet, gone home, not allowed) is stood in for by the caller: what is computed never
 * depends on it.
 */
export class Crew {
  private readonly states: Int32Array;
  private readonly calls: Float64Array;
  private readonly members: (Worker | undefined)[] = [];
  private mayHire = true;

  /** @param size threads in all, the caller among them */
  constructor(
    readonly size: number,
    private readonly workplace: Workplace,
  ) {
    this.states = new Int32Array(new SharedArrayBuffer(4 * Math.max(1, size - 1)));
    this.calls = new Float64Array(new SharedArrayBuffer(8 * callLength * Math.max(1, size - 1)));
  }

  /** Makes all these calls, at most one for each thread, and returns when all are done. */
  run(calls: readonly KernelCall[]): void {
    const [own, ...others] = calls;
    const left = others.filter((call, index) => !this.assigned(index, call));
    if (own !== undefined) this.workplace.run(own);
    for (const call of left) this.workplace.run(call);
    for (let index = 0; index < others.length; index++) this.awaited(index);
    if (left.length > 0) this.hire();
  }

  private assigned(index: number, { kernel, args }: KernelCall): boolean {
    if (Atomics.load(this.states, index) !== state.idle) return false;
    this.calls.set([this.workplace.names.indexOf(kernel), args.length, ...args], index * callLength);
    // It may have gone home in this moment.
    if (Atomics.compareExchange(this.states, index, state.idle, state.assigned) !== state.idle) return false;
    Atomics.notify(this.states, index);
    return true;
  }

  private awaited(index: number): void {
    for (let left = spins; left > 0 && Atomics.load(this.states, index) === state.assigned; left--);
    while (Atomics.load(this.states, index) === state.assigned)
      Atomics.wait(this.states, index, state.assigned, 100);
    if (Atomics.load(this.states, index) === state.failed)
      throw new Error('A kernel of assembly/ failed on another thread: its numbers are lost.');
  }

  private hire(): void {
    for (let index = 0; index < this.size - 1; index++) {
      if (this.mayHire && this.members[index] === undefined) this.members[index] = this.member(index);
    }
  }

  private member(index: number): Worker {
    const { module, memory, names } = this.workplace;
    const [states, calls] = [this.states.buffer, this.calls.buffer];
    const workerData = { module, memory, names, states, calls, index, callLength, idleMs, spins };
    // Not with the options of this process: a loader of theirs takes longer to start than the work.
    const member = new Worker(memberSource, { eval: true, workerData, execArgv: [], env: {} });
    member.unref();
    member.once('exit', () => (this.members[index] = undefined));
    member.once('error', () => (this.mayHire = false));
    return member;
  }
}
