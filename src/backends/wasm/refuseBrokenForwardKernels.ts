import { brokenForwardKernels } from './brokenForwardKernels';
import { brokenForwardText } from './brokenForwardText';
import type { ModelLike } from './layerPaths';

/**
 * Throws where `brokenForwardKernels` finds anything, with the layers, the reason and the next step.
 *
 * @param batchNormIsOurs whether BatchNorm is computed without the engine's own kernel, so that its fault does not matter
 */
export function refuseBrokenForwardKernels(
  model: ModelLike,
  { batchNormIsOurs = false }: { readonly batchNormIsOurs?: boolean } = {},
): void {
  const broken = brokenForwardKernels(model).filter(
    ({ reason }) => !batchNormIsOurs || reason !== brokenForwardText.batchNormAxis,
  );
  if (broken.length > 0) throw new Error(brokenForwardText.refused(broken));
}
