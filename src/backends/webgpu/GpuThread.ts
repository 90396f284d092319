import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { backendText } from '../backendText';
import { type ThreadOfRealm, threadsOfRealm } from '../threadsOfRealm';
import type { Deeds, Gpu, GpuPackages } from './Gpu';
import { threadSource } from './threadSource';

type Reply = { readonly turn?: number } & (
  { readonly value: unknown } | { readonly message: string } | { readonly failure: string }
);

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The thread on which a WebGPU engine lives. WebGPU gives numbers back only through its event loop, and who needs them in the middle of a
 * forward pass cannot turn it; so the engine turns its loop over there, and who asks may sleep over here until it has them.
 */
export class GpuThread implements Gpu, ThreadOfRealm {
  private readonly signal = new Int32Array(new SharedArrayBuffer(4));
  private readonly replies;
  private readonly worker;
  private readonly waiting = new Map<number, Waiting>();
  private turn = 0;
  private failure: string | undefined;

  constructor(packages: GpuPackages) {
    const { port1, port2 } = new MessageChannel();
    this.replies = port1;
    this.worker = new Worker(threadSource, {
      eval: true,
      execArgv: [],
      workerData: { ...packages, signal: this.signal.buffer, replies: port2 },
      transferList: [port2],
    });
    this.worker.unref();
    this.worker.on('message', (reply: Reply) => this.settle(reply));
    this.worker.on('error', (error: Error) => this.fail(error.message));
    threadsOfRealm().add(this);
  }

  /** Whether it has neither failed nor ended. */
  get isSound(): boolean {
    return this.failure === undefined;
  }

  ask<D extends keyof Deeds>(deed: D, given: Deeds[D]['given']): Deeds[D]['value'] {
    const before = Atomics.load(this.signal, 0);
    this.send({ deed, given, answers: 'awake' });
    // In a loop: the answer before may have been there before it was notified of.
    while (Atomics.load(this.signal, 0) === before) Atomics.wait(this.signal, 0, before);
    return this.valueOf(receiveMessageOnPort(this.replies)!.message as Reply);
  }

  async askLater<D extends keyof Deeds>(deed: D, given: Deeds[D]['given']): Promise<Deeds[D]['value']> {
    const turn = ++this.turn;
    return new Promise((resolve, reject) => {
      this.send({ deed, given, answers: 'later', turn });
      this.waiting.set(turn, { resolve, reject });
      this.worker.ref();
    });
  }

  tell<D extends keyof Deeds>(deed: D, given: Deeds[D]['given']): void {
    // With the engine its data are gone: whoever cleans up after an error is not to get another.
    if (deed === 'dispose' && !this.isSound) return;
    this.send({ deed, given, answers: 'never' });
  }

  /** Ends the thread, and the engine with it. */
  async sendHome(): Promise<void> {
    threadsOfRealm().delete(this);
    this.worker.postMessage({ deed: 'letGo', answers: 'never' });
    this.fail('it has been ended');
    await this.worker.terminate();
  }

  private send(message: object): void {
    if (this.failure !== undefined) throw new Error(backendText.gpuFailed(this.failure));
    this.worker.postMessage(message);
  }

  private settle(reply: Reply): void {
    const waiting = this.waiting.get(reply.turn!);
    this.waiting.delete(reply.turn!);
    if (this.waiting.size === 0) this.worker.unref();
    try {
      const value = this.valueOf<never>(reply);
      waiting?.resolve(value);
    } catch (error) {
      waiting?.reject(error as Error);
    }
  }

  private valueOf<T>(reply: Reply): T {
    if ('value' in reply) return reply.value as T;
    if ('message' in reply) throw new Error(reply.message);
    this.fail(reply.failure);
    throw new Error(backendText.gpuFailed(reply.failure));
  }

  private fail(why: string): void {
    this.failure ??= why;
    for (const { reject } of this.waiting.values()) reject(new Error(backendText.gpuFailed(this.failure)));
    this.waiting.clear();
    this.worker.unref();
  }
}
