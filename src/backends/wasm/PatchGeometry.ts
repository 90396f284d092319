import type { backend_util } from '@tensorflow/tfjs';

type Triple = readonly [depth: number, height: number, width: number];

/**
 * Which input elements each output element of a convolution or pooling looks at. Two dimensions are three with a depth
 * of one, so that every kernel is written once.
 */
export interface PatchGeometry {
  readonly batch: number;
  readonly channels: number;
  readonly input: Triple;
  readonly output: Triple;
  readonly kernel: Triple;
  readonly stride: Triple;
  readonly dilation: Triple;
  readonly padBefore: Triple;
}

/** `outputShape` is that of `dy`: tfjs loses `dimRoundingMode` on the way to the gradient, the shape does not. */
export function patchGeometry2d(
  info: backend_util.Conv2DInfo,
  outputShape: readonly number[],
): PatchGeometry {
  return {
    batch: info.batchSize,
    channels: info.inChannels,
    input: [1, info.inHeight, info.inWidth],
    output: [1, outputShape[1] ?? 1, outputShape[2] ?? 1],
    kernel: [1, info.filterHeight, info.filterWidth],
    stride: [1, info.strideHeight, info.strideWidth],
    dilation: [1, info.dilationHeight, info.dilationWidth],
    padBefore: [0, info.padInfo.top, info.padInfo.left],
  };
}

export function patchGeometry3d(
  info: backend_util.Conv3DInfo,
  outputShape: readonly number[],
): PatchGeometry {
  return {
    batch: info.batchSize,
    channels: info.inChannels,
    input: [info.inDepth, info.inHeight, info.inWidth],
    output: [outputShape[1] ?? 1, outputShape[2] ?? 1, outputShape[3] ?? 1],
    kernel: [info.filterDepth, info.filterHeight, info.filterWidth],
    stride: [info.strideDepth, info.strideHeight, info.strideWidth],
    dilation: [info.dilationDepth, info.dilationHeight, info.dilationWidth],
    padBefore: [info.padInfo.front, info.padInfo.top, info.padInfo.left],
  };
}

/** Rows of output elements over batch, depth and height: the unit in which patches are gathered and scattered. */
export const outputRows = ({ batch, output }: PatchGeometry): number => batch * output[0] * output[1];

export const patchSize = ({ kernel, channels }: PatchGeometry): number =>
  kernel[0] * kernel[1] * kernel[2] * channels;

/** True where every patch is one input element and every input element is in one patch: the input is the patch matrix. */
export const patchesAreInput = ({ kernel, stride, input, output, padBefore }: PatchGeometry): boolean =>
  kernel.every((size) => size === 1) &&
  padBefore.every((pad) => pad === 0) &&
  input.every((size, axis) => size === output[axis] && (size === 1 || stride[axis] === 1));
