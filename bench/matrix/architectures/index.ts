import type { Architecture } from './Architecture';
import { composed } from './composed';
import { flat } from './flat';
import { pictures } from './pictures';
import { sequences } from './sequences';
import { several } from './several';

export const architectures: Readonly<Record<string, Architecture>> = {
  ...flat,
  ...pictures,
  ...sequences,
  ...composed,
  ...several,
};
