import { brokenForwardKernels } from './brokenForwardKernels';
import { brokenForwardText } from './brokenForwardText';
import type { ModelLike } from './layerPaths';

/** Throws where `brokenForwardKernels` finds anything, with the layers, the reason and the next step. */
export function refuseBrokenForwardKernels(model: ModelLike): void {
  const broken = brokenForwardKernels(model);
  if (broken.length > 0) throw new Error(brokenForwardText.refused(broken));
}
