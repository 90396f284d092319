import { startBackend } from '../../src/backends/startBackend';
import type { Configuration } from './Configuration';
import { runOne } from './runOne';

/** A process of `inWorkers`: runs the configurations that it is sent, one at a time. */
async function work(): Promise<void> {
  await startBackend({ engine: 'wasm' });
  process.on('message', (configuration: Configuration) => {
    void runOne(configuration).then((result) => process.send?.(result));
  });
  // Ctrl-C goes to the whole group; the parent lets the training that is under way finish.
  process.on('SIGINT', () => undefined);
  process.send?.('ready');
}

void work();
