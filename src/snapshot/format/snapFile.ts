/**
 * The snapshots in the text of one of Jest's `.snap` files, by key. The file is read, not run: it may come from any revision of
 * any repository. Jest writes every entry as exports[`key`] = `text`; with backticks, backslashes and `${` escaped
 * (`saveSnapshotFile` in @jest/snapshot-utils), texts of several lines between two line breaks.
 *
 * @throws Error where the text is no such file
 */
export function snapFileEntries(text: string): ReadonlyMap<string, string> {
  const entries = new Map<string, string>();
  let at = afterGap(text, 0);
  while (at < text.length) {
    const key = literalAt(text, afterWord(text, at, 'exports['));
    const value = literalAt(text, afterWord(text, key.end, '] = '));
    entries.set(key.text, withoutLineBreaks(value.text));
    at = afterGap(text, afterWord(text, value.end, ';'));
  }
  return entries;
}

/** White space and comments: Jest's own first line is one. */
function afterGap(text: string, start: number): number {
  const gap = /(?:\s|\/\/[^\n]*(?:\n|$))*/y;
  gap.lastIndex = start;
  return start + gap.exec(text)![0].length;
}

function afterWord(text: string, at: number, word: string): number {
  if (text.startsWith(word, at)) return at + word.length;
  throw new Error(`at character ${at} there is no \`${word}\``);
}

/** The template literal that begins at `start`. */
function literalAt(text: string, start: number): { readonly text: string; readonly end: number } {
  const inside = afterWord(text, start, '`');
  for (let end = text.indexOf('`', inside); end !== -1; end = text.indexOf('`', end + 1)) {
    if (!isEscaped(text, end)) return { text: unescaped(text.slice(inside, end)), end: end + 1 };
  }
  throw new Error(`the text that begins at character ${start} has no end`);
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text[at - 1 - backslashes] === '\\') backslashes++;
  return backslashes % 2 === 1;
}

/** A template literal knows one kind of line break: git may have made others of it. */
const unescaped = (text: string): string => text.replace(/\r\n?/g, '\n').replace(/\\([^])/g, '$1');

/** The ones that Jest puts around a text of several lines. */
function withoutLineBreaks(text: string): string {
  return text.length > 2 && text.startsWith('\n') && text.endsWith('\n') ? text.slice(1, -1) : text;
}
