import { CallTable } from './CallTable';
import type { KernelCall } from './KernelCall';

/** Where in its memory stand: how many calls have been taken and posted in all, and from `jobs` on, of each job, how many are not done. */
export const backlogPlaces = { taken: 0, posted: 1, jobs: 2 } as const;

/** Jobs that nobody has waited for yet, at most. One more waits for the oldest. */
const mostJobs = 16;

/**
 * Calls that are made in their order whenever a thread has nothing else to do, in jobs that somebody waits for in the end. Both counts only grow, and wrap around
 * together.
 */
export class Backlog {
  readonly places = new Int32Array(new SharedArrayBuffer(4 * (backlogPlaces.jobs + mostJobs)));
  readonly calls: CallTable;
  /** What stands in the table, for the thread that asks. */
  private readonly posted: (readonly [KernelCall, job: number] | undefined)[] = [];
  /** Jobs that have not been waited for, the oldest first, by their places. */
  private readonly open: number[] = [];
  private next = 0;
  private error: Error | undefined;

  /** @param longest the most calls in a job */
  constructor(
    longest: number,
    kernels: ReadonlyMap<string, number>,
    private readonly run: (call: KernelCall) => void,
  ) {
    // A power of two, so that a count that wraps around goes on at the next place.
    this.calls = new CallTable(2 ** Math.ceil(Math.log2(longest * mostJobs)), kernels);
  }

  /** @returns the job, for `finish` */
  post(calls: readonly KernelCall[]): number {
    if (this.open.length === mostJobs) this.finishOldest();
    const job = backlogPlaces.jobs + this.next;
    this.next = (this.next + 1) % mostJobs;
    this.open.push(job);
    Atomics.store(this.places, job, calls.length);
    const from = Atomics.load(this.places, backlogPlaces.posted);
    for (const [index, call] of calls.entries()) {
      const at = this.placeOf(from + index);
      this.posted[at] = [call, job];
      this.calls.write(at, call, job);
    }
    Atomics.add(this.places, backlogPlaces.posted, calls.length);
    return job;
  }

  /** Makes the next call that nobody has taken; false where there is none. */
  makeOne(): boolean {
    const at = this.taken();
    if (at === undefined) return false;
    const [call, job] = this.posted[at]!;
    try {
      this.run(call);
    } catch (error) {
      this.error ??= error as Error;
    }
    Atomics.sub(this.places, job, 1);
    return true;
  }

  /** Helps until all calls of the job are done, and of those before it: nobody is at what `post` writes over. */
  finish(job: number): void {
    while (this.open.includes(job)) this.finishOldest();
    if (this.error !== undefined) throw this.error;
  }

  private finishOldest(): void {
    const job = this.open[0]!;
    for (let left = this.left(job); left > 0; left = this.left(job))
      if (!this.makeOne()) Atomics.wait(this.places, job, left, 100);
    this.open.shift();
  }

  private left(job: number): number {
    return Atomics.load(this.places, job);
  }

  /** Others do the same. */
  private taken(): number | undefined {
    const { taken, posted } = backlogPlaces;
    for (;;) {
      const next = Atomics.load(this.places, taken);
      if (((Atomics.load(this.places, posted) - next) | 0) <= 0) return undefined;
      if (Atomics.compareExchange(this.places, taken, next, (next + 1) | 0) === next)
        return this.placeOf(next);
    }
  }

  private placeOf(count: number): number {
    return count & (this.calls.room - 1);
  }
}
