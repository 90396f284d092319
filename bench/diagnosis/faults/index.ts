import type { Faults } from './Fault';
import { ofLayers } from './ofLayers';
import { ofRows } from './ofRows';
import { ofTraining } from './ofTraining';
import { ofWeights } from './ofWeights';
import { pairs } from './pairs';

export const faults: Faults = { ...ofTraining, ...ofWeights, ...ofLayers, ...ofRows, ...pairs };
