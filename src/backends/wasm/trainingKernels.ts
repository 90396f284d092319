import { cast, identity } from './kernels/aliases';
import { conv2d } from './kernels/conv2d';
import { conv2dBackpropFilter } from './kernels/conv2dBackpropFilter';
import { conv2dBackpropInput } from './kernels/conv2dBackpropInput';
import { conv3dBackpropFilter, conv3dBackpropInput } from './kernels/conv3dBackprop';
import { depthwiseConv2d } from './kernels/depthwiseConv2d';
import { depthwiseBackpropFilter } from './kernels/depthwiseBackpropFilter';
import { depthwiseBackpropInput } from './kernels/depthwiseBackpropInput';
import { matMul } from './kernels/matMul';
import { avgPool3dGrad, avgPoolGrad, maxPool3dGrad, maxPoolGrad } from './kernels/poolGrads';
import { columnAverage, columnSum } from './kernels/reductions';
import { fusedConv2d } from './kernels/fusedConv2d';
import { fusedMatMul } from './kernels/fusedMatMul';
import { pad, slice } from './kernels/padding';
import { unsortedSegmentSum } from './kernels/unsortedSegmentSum';
import type { ForwardReplacement } from './ForwardReplacement';
import type { TrainingKernel } from './TrainingKernel';

/** What the shipped backend lacks: without these a convolution or an embedding does not train at all. */
export const missingKernels: readonly TrainingKernel[] = [
  conv2dBackpropFilter,
  depthwiseBackpropFilter,
  depthwiseBackpropInput,
  unsortedSegmentSum,
];

/** What the shipped backend gets wrong, in kernels that only gradients use. */
export const correctedKernels: readonly TrainingKernel[] = [
  maxPoolGrad,
  maxPool3dGrad,
  avgPoolGrad,
  avgPool3dGrad,
  conv3dBackpropFilter,
  conv3dBackpropInput,
];

/** What predictions use too, and training may do faster. Conv2DBackpropInput is the forward pass of Conv2DTranspose. */
export const recomposedKernels: readonly ForwardReplacement[] = [
  conv2d,
  fusedConv2d,
  depthwiseConv2d,
  conv2dBackpropInput,
  columnSum,
  columnAverage,
  identity,
  cast,
  matMul,
  fusedMatMul,
  pad,
  slice,
];
