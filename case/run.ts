import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { tell } from './tell';

/** The part of Jest's JSON results that the story is held against. */
interface Results {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly title: string;
      readonly status: string;
      readonly failureMessages: string[];
    }[];
  }[];
}

/**
 * Tells the case in real Jest and checks that it came out: every test whose name starts with RED fails, every other one
 * passes, and Jest exits with 1.
 */
async function main(): Promise<void> {
  const start = performance.now();
  const folder = mkdtempSync(path.join(tmpdir(), 'model-regression-case-'));
  const resultsFile = path.join(folder, 'results.json');
  const exitCode = await runJest(resultsFile);
  const outcomes = (JSON.parse(readFileSync(resultsFile, 'utf8')) as Results).testResults.flatMap(
    (file) => file.assertionResults,
  );
  rmSync(folder, { recursive: true });

  tell('\nWhat Jest says (a test named RED has to fail):\n');
  const wrong = outcomes.filter(
    ({ title, status }) => status !== (title.startsWith('RED ') ? 'failed' : 'passed'),
  );
  for (const { title, status } of outcomes) tell(`  ${status === 'passed' ? '✓' : '✕'} ${title}`);
  for (const { title, failureMessages } of wrong) tell(notAsItHasToBe(title, failureMessages));
  tell(`\nThe case took ${((performance.now() - start) / 1000).toFixed(0)} s.`);

  const cameOut = outcomes.length > 0 && wrong.length === 0 && exitCode === 1;
  tell(cameOut ? 'It came out: trained, caught, explained, repaired, passed.' : 'It did NOT come out.');
  process.exitCode = cameOut ? 0 : 1;
}

function notAsItHasToBe(title: string, failureMessages: readonly string[]): string {
  const beginning = failureMessages.join('\n').split('\n').slice(0, 8).join('\n');
  return `\n  Not as it has to be: ${title}\n${beginning || 'It passed.'}`;
}

function runJest(resultsFile: string): Promise<number | null> {
  const jest = createRequire(__filename).resolve('jest/bin/jest');
  const config = path.join(__dirname, 'jest.config.ts');
  const child = spawn(
    process.execPath,
    [jest, '--config', config, '--runInBand', '--json', '--outputFile', resultsFile],
    { stdio: ['ignore', 'inherit', 'pipe'], env: { ...process.env, FORCE_COLOR: '0', CI: 'true' } },
  );
  // Jest's own report, kept for the case that Jest itself fails.
  let report = '';
  child.stderr.on('data', (chunk: Buffer) => (report += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code !== 1) tell(report);
      resolve(code);
    });
  });
}

void main();
