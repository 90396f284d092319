import { startBackend } from '../../src/backends/startBackend';
import type { Case } from './Case';
import { runCase } from './runCase';

/** A process of `inWorkers`: runs the cases that it is sent, one at a time. */
async function work(): Promise<void> {
  await startBackend({ engine: 'wasm' });
  process.on('message', (one: Case) => {
    void runCase(one).then((result) => process.send?.(result));
  });
  // Ctrl-C goes to the whole group; the parent lets the case that is under way finish.
  process.on('SIGINT', () => undefined);
  process.send?.('ready');
}

void work();
