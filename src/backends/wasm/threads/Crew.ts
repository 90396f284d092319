import { Worker } from 'node:worker_threads';
import { type ThreadOfRealm, threadsOfRealm } from '../../threadsOfRealm';
import { Backlog, backlogPlaces } from './Backlog';
import { callLength, CallTable } from './CallTable';
import type { KernelCall } from './KernelCall';
import { memberSource } from './memberSource';

/** A module, and the names of the kernels that are taken from it. */
export interface KernelSource {
  readonly module: object;
  readonly names: readonly string[];
}

/** What threads share with the one that hires them. */
export interface Workplace {
  /** Asked when the first thread is hired, and the same ever after. */
  readonly sources: () => readonly KernelSource[];
  readonly memory: object;
  /** Makes a call on the thread that asks. */
  readonly run: (call: KernelCall) => void;
}

/** Where in the memory of the crew stand: which round of calls it is, how many nobody has taken, how many are done, and have failed. */
const roster = { round: 0, left: 1, done: 2, failed: 3 } as const;

/** So many calls for each thread lie ready at most. */
export const callsEach = 4;

const failedElsewhere =
  'A training kernel failed on another thread: what it computed is lost.\n' +
  'Next: train on one thread, with the environment variable MODEL_REGRESSION_THREADS=1; the failure itself is then shown.';

/** A thread that nobody has asked for so long goes home; the next call hires another one. */
const idleMs = 1000;

/** So often a thread looks whether there is something before it lies down, since to be woken takes 50 microseconds: for 0.1 ms, the one who asks for 0.4. */
const looks = 20_000;

/**
 * Threads that call the same kernels on the same memory. They are hired by the first calls that can be shared, and never keep the process
 * alive. Each takes the next call that nobody has taken, the one who asks as well: it does not matter who is there (not started yet, gone
 * home, not allowed to start), nor how fast each of the cores is, or how busy with something else.
 */
export class Crew implements ThreadOfRealm {
  /** The numbers of the kernels; none before the first thread is hired. */
  private readonly numbers = new Map<string, number>();
  private readonly places = new Int32Array(new SharedArrayBuffer(4 * 4));
  private readonly calls: CallTable;
  private readonly backlog: Backlog;
  private readonly members: (Worker | undefined)[];
  private mayHire = true;

  /** @param size threads in all, the one who asks among them */
  constructor(
    size: number,
    private readonly workplace: Workplace,
  ) {
    this.members = Array.from({ length: size - 1 }, () => undefined);
    this.calls = new CallTable(size * callsEach, this.numbers);
    this.backlog = new Backlog(this.calls.room, this.numbers, workplace.run);
    threadsOfRealm().add(this);
  }

  /** Ends its threads now. The next call would hire others. */
  async sendHome(): Promise<void> {
    const there = this.members.filter((member) => member !== undefined);
    await Promise.all(there.map((member) => member.terminate()));
  }

  /** Makes all these calls, in any order and at the same time, and returns when all are done. */
  run(calls: readonly KernelCall[]): void {
    if (calls.length < 2) {
      calls.forEach(this.workplace.run);
      return;
    }
    this.hire();
    const { room } = this.calls;
    for (let from = 0; from < calls.length; from += room) this.round(calls.slice(from, from + room));
  }

  /**
   * Leaves these calls to whoever has nothing else to do, in the order in which they come.
   *
   * @returns helps until all are done; undefined where they are: one call is made at once
   */
  start(calls: readonly KernelCall[]): (() => void) | undefined {
    if (calls.length < 2 || calls.length > this.calls.room) {
      this.run(calls);
      return undefined;
    }
    this.hire();
    const job = this.backlog.post(calls);
    this.wake();
    return () => {
      this.backlog.finish(job);
      this.throwIfFailed();
    };
  }

  private round(calls: readonly KernelCall[]): void {
    const { left, done } = roster;
    calls.forEach((call, index) => {
      this.calls.write(index, call);
    });
    Atomics.store(this.places, done, 0);
    // From here on the others take them. One that took the last call of an earlier round leaves less than nothing, and this makes up for it.
    Atomics.store(this.places, left, calls.length);
    this.wake();
    const errors: unknown[] = [];
    for (let next = this.taken(); next >= 0; next = this.taken()) {
      try {
        this.workplace.run(calls[next] as KernelCall);
      } catch (error) {
        errors.push(error);
      }
      Atomics.add(this.places, done, 1);
    }
    // Also where one failed: nobody may be at work when the next round begins.
    this.awaitDone(calls.length);
    if (errors.length > 0) throw errors[0];
    this.throwIfFailed();
  }

  private wake(): void {
    Atomics.add(this.places, roster.round, 1);
    Atomics.notify(this.places, roster.round);
  }

  private throwIfFailed(): void {
    if (Atomics.load(this.places, roster.failed) > 0) throw new Error(failedElsewhere);
  }

  private taken(): number {
    return Atomics.sub(this.places, roster.left, 1) - 1;
  }

  private awaitDone(count: number): void {
    const { done } = roster;
    let left = looks;
    for (let now = Atomics.load(this.places, done); now < count; now = Atomics.load(this.places, done))
      if (!this.backlog.makeOne() && left-- <= 0) Atomics.wait(this.places, done, now, 100);
  }

  private hire(): void {
    if (!this.mayHire) return;
    if (this.numbers.size === 0)
      for (const { names } of this.workplace.sources())
        for (const name of names) this.numbers.set(name, this.numbers.size);
    for (let index = 0; index < this.members.length; index++) this.members[index] ??= this.member(index);
  }

  private member(index: number): Worker {
    const { sources, memory } = this.workplace;
    const shared = {
      ...{ sources: sources(), memory, places: this.places, calls: this.calls.memory },
      ...{ backlog: this.backlog.places, later: this.backlog.calls.memory },
    };
    const workerData = {
      ...shared,
      ...{ roster, backlogPlaces, callLength, looks, idleMs },
      number: index + 1,
    };
    // Without the options of this process: a loader among them would take longer to start than the work.
    const member = new Worker(memberSource, { eval: true, workerData, execArgv: [], env: {} });
    member.unref();
    member.once('exit', () => (this.members[index] = undefined));
    member.once('error', () => (this.mayHire = false));
    return member;
  }
}
