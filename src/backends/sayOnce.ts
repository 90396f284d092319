import { createRequire } from 'node:module';

const saidKey = Symbol.for('jest-model-regression.said');

/**
 * Writes a line to stderr, once in the life of the process. Straight to stderr, since Jest puts a stack trace under every
 * `console.warn`; remembered on a core module, since those are all that Jest shares between test files.
 */
export function sayOnce(line: string): void {
  const shared = createRequire(__filename)('node:os') as { [saidKey]?: Set<string> };
  const said = (shared[saidKey] ??= new Set());
  if (said.has(line)) return;
  said.add(line);
  process.stderr.write(`jest-model-regression: ${line}\n`);
}
