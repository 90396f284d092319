import { execFileSync } from 'node:child_process';

/** Runs npm and returns what it prints. When it fails, the error holds what npm had to say. */
export function npm(folder: string, ...args: readonly string[]): string {
  const options = ['--prefer-offline', '--no-audit', '--no-fund', '--no-update-notifier'];
  return execFileSync('npm', [...args, ...options], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
