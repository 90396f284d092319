import { createRequire } from 'node:module';
import { Command } from 'commander';
import { cacheCommand } from './cacheCommand';
import { diagnoseCommand } from './diagnoseCommand';
import { driftCommand } from './driftCommand';
import { installNativeCommand } from './installNativeCommand';
import { complaint, failed } from './reported';

/** A new command is a file that makes one, and its line here. */
const commands: readonly (() => Command)[] = [
  diagnoseCommand,
  driftCommand,
  cacheCommand,
  installNativeCommand,
];

/** The command line, without what it was given: `program().parseAsync()` runs it. */
export function program(): Command {
  const { version } = createRequire(__filename)('../../package.json') as { version: string };
  const all = new Command('jest-model-regression')
    .description('What jest-model-regression can do outside of a test.')
    .version(version);
  for (const command of commands) all.addCommand(reporting(command()));
  return reporting(all);
}

/** With every error said in one way, those of commander and those of a command alike. */
function reporting(command: Command): Command {
  command.exitOverride((error) => {
    process.exit(error.exitCode === 0 ? 0 : failed);
  });
  command.configureOutput({
    outputError: (text, write) => write(complaint(text.replace(/^error: /, ''))),
  });
  for (const each of command.commands) reporting(each);
  return command;
}
