/**
 * All figures of the engine, one bench after the other; each interleaves what it compares.
 *
 *     npm run bench
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tfjsNode } from './steps/engines';

const benches = ['steps', 'verdict', 'matchers', 'files', 'growth', 'curves'];

const failed = benches.filter((name) => {
  console.log(`\n=== npm run bench:${name}`);
  // The others name the peers that they lack, and go on.
  if (name === 'curves' && !existsSync(tfjsNode)) {
    console.log('left out: tfjs-node is not installed (npm run bench:peers)');
    return false;
  }
  return spawnSync('npm', ['run', '--silent', `bench:${name}`], { stdio: 'inherit' }).status !== 0;
});
if (failed.length > 0) {
  console.error(`\nFailed: ${failed.join(', ')}`);
  process.exitCode = 1;
}
