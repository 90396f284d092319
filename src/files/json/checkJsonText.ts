/** What `JSON.parse` may be given. Memory is taken for every value: a file of `[[],[],...` becomes twenty times its size. */
export interface JsonLimits {
  readonly bytes: number;
  readonly depth: number;
  readonly values: number;
}

/**
 * Room for hundreds of times of what real files hold: the `model.json` of a ResNet-50 has 100 kB, 7,000 values and a depth of 9; one more
 * model nested in another adds 6 to the depth. What follows `JSON.parse` is recursive, and has a stack to run out of.
 */
export const jsonLimits: JsonLimits = { bytes: 64 * 2 ** 20, depth: 200, values: 2_000_000 };

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c];
const opens = new Set([0x5b, 0x7b]);
const closes = new Set([0x5d, 0x7d]);

/**
 * Refuses text that would take too much to parse, in one pass and without memory. Says nothing about its grammar.
 *
 * @throws Error that says what is wrong with the file, as a sentence part: "nested deeper than ..."
 */
export function checkJsonText(text: Uint8Array, { depth, values }: JsonLimits = jsonLimits): void {
  let [level, seen, inString] = [0, 1, false];
  for (let at = 0; at < text.length; at++) {
    const byte = text[at]!;
    if (inString) {
      if (byte === backslash) at += 1;
      else if (byte === quote) inString = false;
    } else if (byte === quote) inString = true;
    else if (byte === comma) seen += 1;
    else if (opens.has(byte)) {
      seen += 1;
      level += 1;
    } else if (closes.has(byte)) level -= 1;
    if (level > depth) throw new Error(`nested deeper than ${depth} levels`);
    if (seen > values) throw new Error(`of more than ${values} values`);
  }
}
