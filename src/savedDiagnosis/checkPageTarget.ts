import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { inputError } from '../input/inputError';
import { generator } from '../page/htmlOf';

/** Before anything is measured: a page may take the place of a page, and of nothing else. */
export function checkPageTarget(file: string): void {
  const target = path.resolve(file);
  if (!existsSync(target) || isPage(target)) return;
  throw inputError({
    what: 'The option `--html` of diagnose',
    given: `${file}, which is there already and is no page of a diagnosis`,
    allowed: 'a file that is to be made, or the page of an earlier diagnosis',
    next: 'name another',
  });
}

const isPage = (file: string): boolean =>
  statSync(file).isFile() &&
  readFileSync(file, 'utf8').slice(0, 500).includes(`<meta name="generator" content="${generator}">`);
