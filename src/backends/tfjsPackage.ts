import { createRequire } from 'node:module';
import { join } from 'node:path';

type Require = ReturnType<typeof createRequire>;

/** Looked for beside this package first, then from the project: a linked package does not see the project's own. */
function requires(): readonly Require[] {
  return [createRequire(__filename), createRequire(join(process.cwd(), 'package.json'))];
}

const codeOf = (error: unknown): unknown => (error as { code?: unknown } | null)?.code;

/** Where a package's main file is, or undefined where it is not installed. */
export function packagePath(name: string): string | undefined {
  for (const require of requires()) {
    try {
      return require.resolve(name);
    } catch (error) {
      if (codeOf(error) !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  return undefined;
}

/** Loads a package that is only there on some machines, when it is needed. */
export function loadPackage(path: string): unknown {
  return createRequire(__filename)(path);
}
