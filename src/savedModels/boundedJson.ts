import { readFileSync, statSync } from 'node:fs';

/** Bounds far above every real model: ResNet50 has 0.2 MB, 40 levels and 20,000 values. */
const most = { bytes: 64 * 2 ** 20, levels: 256, values: 4_000_000 };

/**
 * The JSON of a file, parsed only after its size, its nesting and its number of values were counted: a small file may stand for gigabytes
 * of objects, or for more levels than a stack has.
 *
 * @throws Error with the end of a sentence: "is not JSON: ..."
 */
export function boundedJson(file: string): unknown {
  const { size } = statSync(file);
  if (size > most.bytes) throw new Error(`it has ${size} bytes, more than ${most.bytes}`);
  const text = readFileSync(file, 'utf8');
  const { levels, values } = counted(text);
  if (levels > most.levels) throw new Error(`it is nested ${levels} levels deep, more than ${most.levels}`);
  if (values > most.values) throw new Error(`it holds ${values} values, more than ${most.values}`);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new Error(`it is not JSON: ${(error as Error).message}`, { cause: error });
  }
}

/** Brackets, braces and commas outside of strings. */
function counted(text: string): { readonly levels: number; readonly values: number } {
  let [level, levels, values] = [0, 0, 1];
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 0x22: // "
        at = endOfString(text, at);
        break;
      case 0x5b: // [
      case 0x7b: // {
        levels = Math.max(levels, ++level);
        values++;
        break;
      case 0x5d: // ]
      case 0x7d: // }
        level--;
        break;
      case 0x2c: // ,
        values++;
    }
  }
  return { levels, values };
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at;
  }
  return text.length;
}
