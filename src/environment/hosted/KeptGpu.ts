import type { Gpu, GpuPackages } from '../../backends/webgpu/Gpu';
import type { GpuThread } from '../../backends/webgpu/GpuThread';
import { lateWork } from './lateWork';

/**
 * The WebGPU engine of a Jest worker. Its shaders are compiled once; each test file borrows it, only one at a time, and what a file leaves on
 * the GPU is freed when it ends.
 */
export class KeptGpu {
  private running: GpuThread | undefined;
  private borrower: Borrowed | undefined;

  /** @param hire starts a thread where it holds on to nothing of a test file */
  constructor(private readonly hire: (packages: GpuPackages) => GpuThread) {}

  lendTo(testFile: string, packages: GpuPackages): Gpu {
    this.borrower?.giveBack();
    this.running ??= this.hire(packages);
    this.borrower = new Borrowed(this.running, testFile);
    return this.borrower;
  }

  /** At the end of a test file. One that has failed is not handed on. */
  async takeBack(): Promise<void> {
    this.borrower?.giveBack();
    this.borrower = undefined;
    if (this.running?.isSound !== false) return;
    const failed = this.running;
    this.running = undefined;
    await failed.sendHome();
  }
}

/** For as long as the test file runs. */
class Borrowed implements Gpu {
  private isOver = false;

  constructor(
    private readonly thread: GpuThread,
    private readonly testFile: string,
  ) {}

  ask: Gpu['ask'] = (deed, given) => this.lent().ask(deed, given);
  askLater: Gpu['askLater'] = async (deed, given) => this.lent().askLater(deed, given);
  tell: Gpu['tell'] = (deed, given) => this.lent().tell(deed, given);

  async sendHome(): Promise<void> {
    this.giveBack();
  }

  giveBack(): void {
    if (this.isOver) return;
    this.isOver = true;
    if (this.thread.isSound) this.thread.tell('clear', undefined);
  }

  private lent(): GpuThread {
    if (this.isOver) throw lateWork(this.testFile);
    return this.thread;
  }
}
