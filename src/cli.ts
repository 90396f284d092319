#!/usr/bin/env node
import { Command } from 'commander';
import { addDrift } from './commands/drift';

const program = new Command('jest-model-regression')
  .description('what jest-model-regression can do outside of a test')
  .showHelpAfterError();

addDrift(program);

try {
  program.parse();
} catch (error) {
  process.stderr.write(`jest-model-regression: ${(error as Error).message}\n`);
  process.exitCode = 2;
}
