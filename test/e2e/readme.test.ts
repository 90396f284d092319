import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { installedConsumers } from './harness/installed';
import { runJest } from './harness/runJest';

const readme = readFileSync(path.resolve(__dirname, '../../README.md'), 'utf8');
const project = path.resolve(__dirname, 'projects/readme');

describe.each(installedConsumers())('$name', (consumer) => {
  test('the README shows what its first example prints', async () => {
    const { failures } = await runJest(consumer, 'readme', {
      args: ['--runInBand', 'predicts', '--no-color'],
    });

    expect(readme).toContain(readFileSync(path.join(project, 'predicts.test.ts'), 'utf8'));
    expect(readme).toContain(shown(failures[0]!));
  });

  test('the README shows the message about moving statistics', async () => {
    const { failures } = await runJest(consumer, 'readme', {
      args: ['--runInBand', 'converged', '--no-color'],
    });

    expect(readme).toContain(shown(failures[0]!));
  });
});

/** The message of a failed test as Jest prints it, from the hint to the line before the code frame, without its indent. */
function shown(failure: string): string {
  const lines = failure.split('\n').map((line) => line.replace(/^ {4}/, ''));
  const start = lines.findIndex((line) => line.startsWith('expect(model)'));
  const end = lines.findIndex((line) => line.startsWith('(') && line.includes('measured in'));
  return lines.slice(start, end + 1).join('\n');
}
