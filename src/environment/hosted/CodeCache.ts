import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { cachedDataVersionTag, deserialize, serialize } from 'node:v8';
import { Script } from 'node:vm';
import type * as WriteAtomically from '../../files/writeAtomically';

interface Compiled {
  /** Of the source. */
  readonly digest: string;
  readonly code: Buffer;
}

/** In bytes. */
const digestLength = 20;

/**
 * What V8 makes of a source, kept in a file from one run of Jest to the next: compiling TensorFlow.js is most of what loading it takes. The file is one for a
 * version of V8, its flags, and this copy of the package. Nothing depends on it: one that cannot be read, or written, is none.
 */
export class CodeCache {
  private readonly version = cachedDataVersionTag();
  private readonly file: string | undefined;
  private readonly known: Map<string, Compiled>;
  private readonly fresh = new Map<string, { readonly digest: string; readonly script: Script }>();

  /** @param folder Jest's own for what it caches; undefined where it is not to */
  constructor(folder: string | undefined) {
    const name = digestOf(`${__dirname} ${this.version}`).toString('hex');
    this.file = folder === undefined ? undefined : path.join(folder, `model-regression-code-${name}`);
    this.known = this.file === undefined ? new Map<string, Compiled>() : read(this.file);
  }

  /** @param parts of its source: bytes are digested faster than text */
  script(filename: string, parts: readonly (string | Buffer)[]): Script {
    const source = parts.map(String).join('');
    if (this.file === undefined) return new Script(source, { filename });
    const digest = digestOf(...parts).toString('hex');
    const known = this.known.get(filename);
    const cachedData = known?.digest === digest ? known.code : undefined;
    const script = new Script(source, { filename, ...(cachedData && { cachedData }) });
    if (cachedData === undefined || script.cachedDataRejected === true)
      this.fresh.set(filename, { digest, script });
    return script;
  }

  /** Adds what was not there. To be called when it has run: what a run has called is kept as well, and need not be compiled when it is called again. */
  save(): void {
    if (this.file === undefined || this.fresh.size === 0) return;
    // Of other flags by now: no later run would take it.
    if (cachedDataVersionTag() !== this.version) return;
    for (const [filename, { digest, script }] of this.fresh)
      this.known.set(filename, { digest, code: script.createCachedData() });
    this.fresh.clear();
    const body = serialize(this.known);
    // Seldom needed, and not to be loaded by every run.
    const { writeAtomically } = require('../../files/writeAtomically') as typeof WriteAtomically;
    try {
      writeAtomically(this.file, digestOf(body), body);
    } catch {
      // A folder that cannot be written to, or no room.
    }
  }
}

/** V8 believes what it is given: of a file that was damaged, or cut off, nothing is used. */
function read(file: string): Map<string, Compiled> {
  try {
    const bytes = readFileSync(file);
    const body = bytes.subarray(digestLength);
    if (digestOf(body).equals(bytes.subarray(0, digestLength)))
      return deserialize(body) as Map<string, Compiled>;
  } catch {
    // Not there yet, as a rule.
  }
  return new Map();
}

const digestOf = (...parts: readonly (string | Uint8Array)[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha1')).digest();
