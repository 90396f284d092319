import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Sums the Jest reports in a folder to the line that CI ends with; a step that failed without a test counts as one. */
const [folder = '.', failedSteps = '0'] = process.argv.slice(2);

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

const reports = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Report);

const sum = (count: (report: Report) => number) =>
  reports.reduce((total, report) => total + count(report), 0);
const passed = sum(({ numPassedTests }) => numPassedTests);
const failed = sum(
  ({ numFailedTests, numRuntimeErrorTestSuites }) => numFailedTests + numRuntimeErrorTestSuites,
);

// A step can fail where no test does, a lint for one: the line must not look green then.
const shownFailed = Math.max(failed, Number(failedSteps));
console.log(`${String(passed)} passed, ${String(shownFailed)} failed`);
process.exitCode = shownFailed > 0 || passed === 0 ? 1 : 0;
