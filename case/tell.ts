import { writeSync } from 'node:fs';

/** Prints a line at once, past Jest, which holds back what a test prints until its file is done. */
export function tell(text = ''): void {
  writeSync(1, `${text}\n`);
}

/** The heading of a chapter. */
export function chapter(title: string): void {
  tell(`\n${title}\n`);
}
