import { Command } from 'commander';
import { cacheFolder } from '../cache/cacheFolder';
import { cacheLimit } from '../cache/cacheLimit';
import { clear, entries } from '../cache/entries';
import { readMetadata } from '../cache/entryFile';
import { reported } from './reported';

/** `jest-model-regression cache ...`: what `train(..., { cache: true })` keeps. */
export function cacheCommand(): Command {
  const command = new Command('cache').description('the models that train(..., { cache: true }) keeps');
  command
    .command('list')
    .description('every model that is kept, the one that was used last first')
    .option('--json', 'as JSON')
    .action(reported(({ json }: { readonly json?: boolean }) => print(json === true ? asJson() : asTable())));
  command
    .command('clear')
    .description('remove them all')
    .action(reported(() => print(cleared())));
  return command;
}

const print = (text: string): void => void process.stdout.write(`${text}\n`);

/** What an entry says about itself. */
interface About {
  readonly parameters: number;
  readonly layers: number;
  readonly rows: number;
  readonly epochs: number;
  readonly engine: string;
}

interface Listed {
  readonly key: string;
  readonly bytes: number;
  readonly lastUsed: string;
  /** Null for an entry that is damaged: the next training that wants it replaces it. */
  readonly about: About | null;
}

function listed(): readonly Listed[] {
  return entries().map(({ key, file, byteLength, lastUsedMs }) => {
    return {
      key,
      bytes: byteLength,
      lastUsed: new Date(lastUsedMs).toISOString(),
      about: aboutOf(file),
    };
  });
}

function aboutOf(file: string): About | null {
  try {
    return JSON.parse(readMetadata(file)?.['about'] ?? 'null') as About | null;
  } catch {
    return null;
  }
}

const asJson = (): string =>
  JSON.stringify({ folder: cacheFolder(), limitBytes: cacheLimit(), entries: listed() }, null, 2);

function asTable(): string {
  const all = listed();
  const total = all.reduce((sum, { bytes }) => sum + bytes, 0);
  return [
    ...all.map(
      ({ key, bytes, lastUsed, about }) =>
        `${key.slice(0, 12)}  ${megabytes(bytes).padStart(10)}  ${lastUsed.slice(0, 16).replace('T', ' ')}  ${aboutText(about)}`,
    ),
    `${count(all.length, 'model')}, ${megabytes(total)} of ${megabytes(cacheLimit())}, in ${cacheFolder()}`,
  ].join('\n');
}

const aboutText = (about: About | null): string =>
  about === null
    ? 'damaged: it will be trained again'
    : `${count(about.parameters, 'parameter')} in ${count(about.layers, 'layer')}, ${count(about.epochs, 'epoch')} of ${count(about.rows, 'row')}, ${about.engine}`;

function cleared(): string {
  const { files, byteLength } = clear();
  return `removed ${count(files, 'model')}, ${megabytes(byteLength)}, from ${cacheFolder()}`;
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(bytes < 1e8 ? 2 : 0)} MB`;

const count = (number: number, thing: string): string => `${number} ${thing}${number === 1 ? '' : 's'}`;
