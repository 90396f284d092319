import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeSideFile } from '../../src/snapshot/disk/writeSideFile';
import { sideFolderOf } from '../../src/snapshot/disk/sideFolder';
import { renderLarge, renderSmall } from '../../src/snapshot/format/renderSnapshot';
import { mostInText } from '../../src/snapshot/judge/settle';
import type { Prediction } from '../../src/snapshot/PredictionSnapshot';

const root = path.resolve(__dirname, '../..');

/** A git repository with the snapshots of a project in it. */
export class Repository {
  readonly folder: string;

  constructor(init = true) {
    this.folder = mkdtempSync(path.join(tmpdir(), 'drift-'));
    if (init) this.git('init', '--quiet', '--initial-branch=main');
  }

  git(...args: readonly string[]): string {
    const identity = [
      '-c',
      'user.name=t',
      '-c',
      'user.email=t@t',
      '-c',
      'commit.gpgsign=false',
      '-c',
      'tag.gpgsign=false',
    ];
    return execFileSync('git', [...identity, ...args], { cwd: this.folder, encoding: 'utf8', stdio: 'pipe' });
  }

  /** Writes the `.snap` file of a test file as Jest does, with files beside it where numbers are many. */
  snapshots(testFile: string, predictions: Readonly<Record<string, Prediction>>): void {
    const file = path.join(
      this.folder,
      path.dirname(testFile),
      '__snapshots__',
      `${path.basename(testFile)}.snap`,
    );
    mkdirSync(path.dirname(file), { recursive: true });
    const escaped = (text: string): string => text.replace(/`|\\|\$\{/g, '\\$&');
    const entries = Object.entries(predictions).map(([key, prediction]) => {
      const numbers = prediction.outputs.reduce((sum, { values }) => sum + values.length, 0);
      const text =
        numbers <= mostInText
          ? renderSmall(prediction)
          : renderLarge(prediction, writeSideFile(sideFolderOf(file), key, prediction.outputs));
      return `exports[\`${escaped(key)}\`] = \`\n${escaped(text)}\n\`;\n`;
    });
    const others = 'exports[`an ordinary one 1`] = `"text"`;\n';
    writeFileSync(
      file,
      `// Jest Snapshot v1, https://jestjs.io/docs/snapshot-testing\n\n${[...entries, others].join('\n')}`,
    );
  }

  commit(tag?: string): void {
    this.git('add', '--all');
    this.git('commit', '--quiet', '--allow-empty', '--message', tag ?? 'work');
    if (tag !== undefined) this.git('tag', tag);
  }

  rename(from: string, to: string): void {
    mkdirSync(path.dirname(path.join(this.folder, to)), { recursive: true });
    renameSync(path.join(this.folder, from), path.join(this.folder, to));
  }

  /** Runs the command as a user does. */
  drift(
    args: readonly string[] = [],
    { below = '', env = {} } = {},
  ): {
    readonly stdout: string;
    readonly stderr: string;
    readonly status: number | null;
  } {
    const tsx = path.join(root, 'node_modules/tsx/dist/cli.mjs');
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [tsx, path.join(root, 'src/cli.ts'), 'drift', ...args],
      {
        cwd: path.join(this.folder, below),
        encoding: 'utf8',
        env: { ...process.env, ...env },
      },
    );
    return { stdout, stderr, status };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
