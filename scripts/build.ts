import { cpSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { assembleKernels } from './build/assembleKernels';
import { compile } from './build/compile';
import { entryPoints } from './build/entryPoints';
import { moduleWrapper } from './build/moduleWrapper';

const root = path.resolve(__dirname, '..');
const source = path.join(root, 'src');
const dist = path.join(root, 'dist');

rmSync(dist, { recursive: true, force: true });
assembleKernels();
const exportsOf = compile(path.join(root, 'tsconfig.build.json'));

const isPictureOrFolder = (file: string) => ['', '.png'].includes(path.extname(file));
cpSync(source, dist, { recursive: true, filter: isPictureOrFolder });

for (const entry of entryPoints(root)) {
  const { code, types } = moduleWrapper(path.basename(entry), exportsOf(path.join(source, `${entry}.ts`)));
  writeFileSync(path.join(dist, `${entry}.mjs`), code);
  writeFileSync(path.join(dist, `${entry}.d.mts`), types);
}
