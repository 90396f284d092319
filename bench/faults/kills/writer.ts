/** Writes one version after the other until it is killed: `writer.ts <what>:<folder> [<stop as JSON>]`. */
import { sayVersion } from './tracing';
import { jestStateOutside } from '../outsideOfJest';
import { writings } from './writings';

async function writeForEver(what: string, folder: string): Promise<never> {
  const { write } = writings(jestStateOutside)[what]!;
  for (let version = 1; ; version++) {
    sayVersion(version);
    await write(folder, version);
  }
}

const [what, folder] = process.argv[2]!.split(':') as [string, string];
void writeForEver(what, folder);
