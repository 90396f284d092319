import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const repository = resolve(__dirname, '../..');

export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Project {
  readonly folder: string;
  /** Runs a script that has `startBackend` and `backendReport` in a Node process of its own. */
  run(script: string, env?: Readonly<Record<string, string>>): Promise<Run>;
  remove(): void;
}

/** Package name to its files; `real` is a link to the installed package. */
export type Packages = Readonly<Record<string, Readonly<Record<string, string>> | 'real'>>;

/** A project folder with a copy of `src/backends` and these packages installed, and no others. */
export function project(packages: Packages): Project {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'backends-')));
  cpSync(join(repository, 'src/backends'), join(folder, 'src/backends'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{}');
  for (const [name, files] of Object.entries(packages)) install(folder, name, files);
  return {
    folder,
    run: (script, env = {}) => {
      const main = join(folder, 'main.ts');
      writeFileSync(
        main,
        `import { startBackend } from './src/backends/startBackend';
         import { backendReport } from './src/backends/backendReport';
         (async () => { ${script} })().catch((error) => { console.error(error.message); process.exitCode = 1; });`,
      );
      return runNode(['--require', require.resolve('tsx/cjs'), main], folder, env);
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}

function install(folder: string, name: string, files: Packages[string]): void {
  const place = join(folder, 'node_modules', name);
  if (files === 'real') {
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(join(repository, 'node_modules', name), place);
    return;
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(place, path)), { recursive: true });
    writeFileSync(join(place, path), text);
  }
}

function runNode(args: readonly string[], cwd: string, env: Readonly<Record<string, string>>): Promise<Run> {
  return new Promise((done) => {
    execFile(
      process.execPath,
      [...args],
      { cwd, env: { ...process.env, ...env } },
      (error, stdout, stderr) => {
        done({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : 1, stdout, stderr });
      },
    );
  });
}
