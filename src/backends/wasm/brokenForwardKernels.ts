import * as tf from '@tensorflow/tfjs';
import { brokenForwardText } from './brokenForwardText';
import { layerPaths, type ModelLike } from './layerPaths';
import type { BrokenForwardKernel } from './BrokenForwardKernel';
import { strideLeavesGap } from './strideLeavesGap';

/** The part of a convolution layer, or of a recurrent cell that convolves, that says how its windows lie. */
interface WindowLayer {
  readonly kernelSize?: readonly number[];
  readonly strides?: readonly number[];
  readonly padding?: string;
  readonly dataFormat?: string;
  readonly inboundNodes?: readonly { readonly inputShapes?: readonly (readonly (number | null)[])[] }[];
}

interface NormalisingLayer {
  readonly axis?: number | readonly number[];
  readonly inputSpec?: readonly { readonly ndim?: number }[] | null;
}

/** Whether BatchNorm keeps an axis other than the last. tf.keras 2 writes the axis as a list. */
function keepsInnerAxis({ axis = -1, inputSpec }: NormalisingLayer): boolean {
  const kept = typeof axis === 'number' ? axis : (axis[0] ?? -1);
  const rank = inputSpec?.[0]?.ndim;
  return rank !== undefined && kept !== -1 && kept !== rank - 1;
}

/** Recurrent convolutions convolve in their cell. */
const convolving = ['Conv1D', 'Conv2D', 'SeparableConv2D', 'DepthwiseConv2D', 'ConvLSTM2DCell'];

/** Extends Conv2D, but runs another kernel. */
const transposed = 'Conv2DTranspose';

/**
 * The layers of a model whose shipped forward kernel is wrong on the wasm engine: what it predicts is not what was
 * trained, nor what another engine predicts. Empty on every other engine.
 */
export function brokenForwardKernels(model: ModelLike): readonly BrokenForwardKernel[] {
  if (tf.getBackend() !== 'wasm') return [];
  return layerPaths(model).flatMap(({ path, layer, classNames }) => {
    const reason = reasonOf(layer, classNames);
    return reason === undefined ? [] : [{ layer: path, reason }];
  });
}

function reasonOf(layer: WindowLayer & NormalisingLayer, classNames: readonly string[]): string | undefined {
  if (classNames.includes('BatchNormalization'))
    return keepsInnerAxis(layer) ? brokenForwardText.batchNormAxis : undefined;
  if (classNames.includes('MaxPooling3D')) return brokenForwardText.maxPooling3d;
  if (!classNames.some((name) => convolving.includes(name)) || classNames.includes(transposed))
    return undefined;
  if (layer.padding !== 'same') return undefined;
  const kernel = layer.kernelSize ?? [];
  const stride = layer.strides ?? [];
  const gap = spatialSizes(layer, kernel.length).some((size) => strideLeavesGap({ size, kernel, stride }));
  return gap ? brokenForwardText.convolution(kernel, stride) : undefined;
}

/** One for every place where the layer is used; open sizes where it is inside a wrapper and its place is not known. */
function spatialSizes(layer: WindowLayer, axes: number): readonly (readonly (number | null)[])[] {
  const shapes = (layer.inboundNodes ?? []).flatMap((node) => node.inputShapes?.slice(0, 1) ?? []);
  if (shapes.length === 0) return [Array.from({ length: axes }, () => null)];
  const channelsFirst = layer.dataFormat === 'channelsFirst';
  return shapes.map((shape) =>
    channelsFirst ? shape.slice(shape.length - axes) : shape.slice(shape.length - axes - 1, -1),
  );
}
