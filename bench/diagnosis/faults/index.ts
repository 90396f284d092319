import type { Faults } from './Fault';
import { ofRows } from './ofRows';
import { ofTraining } from './ofTraining';
import { ofWeights } from './ofWeights';
import { pairs } from './pairs';

export const faults: Faults = { ...ofTraining, ...ofWeights, ...ofRows, ...pairs };
