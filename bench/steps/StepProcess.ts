import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface Ready {
  readonly versions: string;
  readonly parameters: number;
}

export interface Step {
  readonly wallMs: number;
  /** Of the whole process, all threads. */
  readonly cpuMs: number;
  readonly loss: number;
  readonly peakMb: number;
}

/** A process that says a line of JSON when it is ready, and one for each step that it is asked for. */
export class StepProcess {
  private readonly process: ChildProcess;
  private readonly lines: AsyncIterator<string>;
  /** The end of what it wrote there: told only if it fails, since TensorFlow has always something to say. */
  private errors = '';
  readonly steps: Step[] = [];

  constructor(
    readonly engine: string,
    command: string,
    args: readonly string[],
    environment: Readonly<Record<string, string>>,
  ) {
    this.process = spawn(command, args, {
      stdio: 'pipe',
      env: { ...process.env, ...environment },
    });
    this.process.stderr!.on('data', (chunk) => (this.errors = `${this.errors}${String(chunk)}`.slice(-5000)));
    this.lines = createInterface({ input: this.process.stdout! })[Symbol.asyncIterator]();
  }

  async ready(): Promise<Ready> {
    return (await this.line()) as Ready;
  }

  /** One that does not count is not among `steps`. */
  async step({ counts = true } = {}): Promise<void> {
    this.process.stdin!.write('step\n');
    const step = (await this.line()) as Step;
    if (counts) this.steps.push(step);
  }

  stop(): void {
    this.process.kill();
  }

  private async line(): Promise<unknown> {
    const next = await this.lines.next();
    if (next.done === true) throw new Error(`The process of ${this.engine} ended:\n${this.errors}`);
    return JSON.parse(next.value) as unknown;
  }
}
