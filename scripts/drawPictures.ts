/**
 * Draws the three pictures of `threePictures()`: `npx tsx scripts/drawPictures.ts [folder]`, by default into
 * `src/fixtures/pictures/`. Drawing them again gives the same files, byte for byte.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bicycle } from './drawPictures/bicycle';
import { cat } from './drawPictures/cat';
import { encodePng } from './drawPictures/encodePng';
import { house } from './drawPictures/house';

const SIZE = 197;
const folder = resolve(process.argv[2] ?? join(__dirname, '../src/fixtures/pictures'));

mkdirSync(folder, { recursive: true });
for (const draw of [cat, house, bicycle]) {
  const file = join(folder, `${draw.name}.png`);
  writeFileSync(file, encodePng(draw(SIZE)));
  console.log(file);
}
