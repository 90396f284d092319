import type { Architecture } from './Architecture';
import { calibration } from './calibration';
import { heldOut } from './heldOut';

export const architectures: Readonly<Record<string, Architecture>> = { ...calibration, ...heldOut };
export const isHeldOut = (architecture: string): boolean => architecture in heldOut;
