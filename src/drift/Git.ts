import { execFileSync } from 'node:child_process';
import { DriftError } from './DriftError';

/** Larger objects than any that a repository of snapshots should hold. */
const mostBytes = 2 ** 31 - 1;

/** The git of a folder: objects are read, nothing is checked out, nothing written. */
export class Git {
  constructor(private readonly folder: string) {
    if (!this.has('rev-parse', '--git-dir'))
      throw new DriftError(
        `${folder} is not in a git repository: there are no revisions to compare.`,
        'run it in the folder of your project',
      );
  }

  /** The full name of the commit that a reference means. */
  commit(reference: string): string {
    const name = reference.startsWith('-')
      ? ''
      : this.line('rev-parse', '--verify', '--quiet', `${reference}^{commit}`);
    if (name !== '') return name;
    throw this.isShallow()
      ? new DriftError(
          `There is no revision ${JSON.stringify(reference)} in this clone, which is a shallow one.`,
          'fetch the rest: git fetch --unshallow --tags',
        )
      : new DriftError(
          `There is no revision ${JSON.stringify(reference)} in this repository.`,
          'give a tag, a branch or a commit that `git log` shows; tags of the server come with git fetch --tags',
        );
  }

  /** The tags that lead to HEAD, in the order of their versions. */
  tags(): readonly string[] {
    return this.lines(
      'for-each-ref',
      'refs/tags',
      '--merged',
      'HEAD',
      '--sort=version:refname',
      '--format=%(refname:strip=2)',
    );
  }

  /** The files below the folder, by their paths from it. */
  files(commit: string): readonly string[] {
    return this.zeroed('ls-tree', '-r', '-z', '--name-only', commit);
  }

  blob(commit: string, file: string): Buffer {
    return this.run('cat-file', 'blob', `${commit}:./${file}`);
  }

  /** Files that were renamed between two commits: the old path by the new one. */
  renames(from: string, to: string): ReadonlyMap<string, string> {
    const fields = this.zeroed(
      'diff',
      '-M',
      '--name-status',
      '--relative',
      '--diff-filter=R',
      '-z',
      from,
      to,
    );
    const found = new Map<string, string>();
    for (let i = 0; i + 2 < fields.length; i += 3) found.set(fields[i + 2]!, fields[i + 1]!);
    return found;
  }

  private isShallow(): boolean {
    return this.line('rev-parse', '--is-shallow-repository') === 'true';
  }

  private has(...args: readonly string[]): boolean {
    try {
      this.run(...args);
      return true;
    } catch (error) {
      if (error instanceof DriftError) throw error;
      return false;
    }
  }

  private line(...args: readonly string[]): string {
    try {
      return this.run(...args)
        .toString()
        .trim();
    } catch (error) {
      if (error instanceof DriftError) throw error;
      return '';
    }
  }

  private lines(...args: readonly string[]): readonly string[] {
    return this.run(...args)
      .toString()
      .split('\n')
      .filter((line) => line !== '');
  }

  private zeroed(...args: readonly string[]): readonly string[] {
    return this.run(...args)
      .toString()
      .split('\0')
      .filter((field) => field !== '');
  }

  private run(...args: readonly string[]): Buffer {
    try {
      return execFileSync('git', [...args], {
        cwd: this.folder,
        maxBuffer: mostBytes,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      throw new DriftError(
        'There is no git to ask: the program `git` was not found.',
        'install git, or add it to the PATH',
      );
    }
  }
}
