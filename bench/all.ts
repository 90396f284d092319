/**
 * All figures of the engine, one bench after the other; each interleaves what it compares.
 *
 *     npm run bench
 */
import { spawnSync } from 'node:child_process';

const benches = ['steps', 'verdict', 'matchers', 'files', 'growth', 'curves'];

const failed = benches.filter((name) => {
  console.log(`\n=== npm run bench:${name}`);
  return spawnSync('npm', ['run', '--silent', `bench:${name}`], { stdio: 'inherit' }).status !== 0;
});
if (failed.length > 0) {
  console.error(`\nFailed: ${failed.join(', ')}`);
  process.exitCode = 1;
}
