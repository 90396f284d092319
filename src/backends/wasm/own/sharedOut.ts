import type { OwnKernels } from './OwnKernels';
import { sharedChannels } from './shared/channels';
import { sharedCrossEntropy } from './shared/crossEntropy';
import { sharedElementwise } from './shared/elementwise';
import { sharedProduct } from './shared/product';
import type { Shares } from './shared/Shares';
import { sharedSums } from './shared/sums';
import { sharedWindows } from './shared/windows';

/**
 * Shares each call out over threads. What is added up in which order never depends on the shares: the bits are the same for any number
 * of threads.
 */
export function sharedOut(shares: Shares): OwnKernels {
  const { threads, fused, isWide } = shares.runner;
  return {
    threads,
    fused,
    isWide,
    ...sharedProduct(shares),
    ...sharedSums(shares),
    ...sharedChannels(shares),
    ...sharedElementwise(shares),
    ...sharedCrossEntropy(shares),
    ...sharedWindows(shares),
  };
}
