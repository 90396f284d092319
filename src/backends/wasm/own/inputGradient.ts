import type * as tf from '@tensorflow/tfjs';
import { heapTensor, zeroHeapTensor } from '../heapTensor';
import type { PatchGeometry } from '../PatchGeometry';
import type { WasmBackend } from '../wasmInternals';
import { axes, range, type PerAxis } from './axes';
import { axisPhases, type Phase } from './axisPhases';
import { multiples, type Factor } from './MatrixView';
import type { OwnKernels } from './OwnKernels';
import { padded, type PaddedImages } from './padded';
import { pixels, pixelsOfBatch } from './pixels';
import { multiply } from './product';

/**
 * The gradient of a convolution's input, in the input's shape: in each phase of the strides (see `axisPhases`), the patches of
 * dy times the filter's taps in that phase. With stride 1 that is one product; no product is scattered or added up.
 */
export function ownInputGradient(
  backend: WasmBackend,
  kernels: OwnKernels,
  dy: tf.Tensor,
  filter: tf.Tensor,
  geometry: PatchGeometry,
  inputShape: readonly number[],
): tf.Tensor {
  const phases = axes((axis) => axisPhases(geometry, axis));
  // Places that no window reaches: strides beyond the kernel.
  const leavesGaps = phases.some((ofAxis) => ofAxis.some(({ taps }) => taps.length === 0));
  const dx = leavesGaps ? zeroHeapTensor(backend, inputShape) : heapTensor(backend, inputShape);
  const images = paddedOutput(backend, kernels, dy, phases, geometry);
  const { batch, channels, input } = geometry;
  const target: PaddedImages = { tensor: dx, batch, size: input, channels, from: [0, 0, 0] };
  for (const phase of combinations(phases)) {
    if (phase.some(({ taps }) => taps.length === 0)) continue;
    const rows = pixelsOfBatch(
      target,
      axes((axis) => phase[axis].places),
    );
    multiply(backend, kernels, {
      a: outputPatches(images, phase),
      b: filterTaps(filter, geometry, phase),
      c: { tensor: dx, rows },
    });
  }
  return dx;
}

const outputsOf = ({ taps }: Phase): number[] => taps.map(({ output }) => output);

const combinations = ([depths, heights, widths]: PerAxis<readonly Phase[]>): PerAxis<Phase>[] =>
  depths.flatMap((z) => heights.flatMap((y) => widths.map((x): PerAxis<Phase> => [z, y, x])));

function paddedOutput(
  backend: WasmBackend,
  kernels: OwnKernels,
  dy: tf.Tensor,
  phases: PerAxis<readonly Phase[]>,
  { batch, output }: PatchGeometry,
): PaddedImages {
  const channels = dy.shape[dy.rank - 1] as number;
  const first = axes((axis) => Math.min(0, ...phases[axis].flatMap(outputsOf)));
  const last = axes((axis) =>
    Math.max(
      0,
      ...phases[axis].flatMap((phase) => outputsOf(phase).map((at) => at + phase.places.length - 1)),
    ),
  );
  return padded(backend, kernels, { tensor: dy, batch, size: output, channels }, first, last);
}

/** For every input place of the phase, the outputs that it got into. */
function outputPatches(images: PaddedImages, phase: PerAxis<Phase>): Factor {
  const lowest = axes((axis) => Math.min(...outputsOf(phase[axis])));
  const starts = axes((axis) => range(phase[axis].places.length, (index) => index + lowest[axis]));
  const taps = axes((axis) => outputsOf(phase[axis]).map((output) => output - lowest[axis]));
  const view = {
    tensor: images.tensor,
    rows: pixelsOfBatch(images, starts),
    segments: pixels(images, taps),
    segmentLength: images.channels,
  };
  return { view, transposed: false };
}

/** The phase's taps of a filter [..., channels, filters], as a matrix [taps x filters, channels]. */
function filterTaps(filter: tf.Tensor, { channels, kernel }: PatchGeometry, phase: PerAxis<Phase>): Factor {
  const filters = filter.shape[filter.rank - 1] as number;
  const taps = axes((axis) => phase[axis].taps.map(({ at }) => at));
  const view = {
    tensor: filter,
    rows: multiples(channels, filters),
    segments: pixels({ size: kernel, channels: channels * filters }, taps),
    segmentLength: filters,
  };
  return { view, transposed: true };
}
