import { coreLossFunctions } from './coreLossFunctions';
import { lossFunctions } from './lossFunctions';

/** The losses of tfjs that are a mean over positions: for one of them, in float64. */
export const knownLosses = { ...lossFunctions, ...coreLossFunctions } as const;

export type KnownLoss = keyof typeof knownLosses;

export function isKnownLoss(name: string): name is KnownLoss {
  return Object.hasOwn(knownLosses, name);
}
