import type { Architecture } from './Architecture';
import { first } from './first';
import { heldOut } from './heldOut';
import { second } from './second';

export const architectures: Readonly<Record<string, Architecture>> = { ...first, ...second, ...heldOut };
export const isHeldOut = (architecture: string): boolean => architecture in heldOut;
