import type * as tf from '@tensorflow/tfjs';
import { heapTensor, zeroHeapTensor } from '../heapTensor';
import type { PatchGeometry } from '../PatchGeometry';
import type { WasmBackend } from '../wasmInternals';
import { axes, range, type PerAxis } from './axes';
import { axisPhases, type Phase } from './axisPhases';
import { multiples, type MatrixLayout } from './MatrixView';
import type { OwnKernels } from './OwnKernels';
import { padded, layoutWithPixels, type ImageLayout } from './padded';
import { pixels, pixelsOfBatch } from './pixels';
import { multiply } from './product';
import { remembered } from './remembered';

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
  const channels = dy.shape[dy.rank - 1] as number;
  const { leavesGaps, images, products } = inputGradientLayout({ geometry, filters: channels });
  const dx = leavesGaps ? zeroHeapTensor(backend, inputShape) : heapTensor(backend, inputShape);
  const { batch, output: size } = geometry;
  const outputs = padded(backend, kernels, { tensor: dy, batch, size, channels }, images);
  for (const { patches, taps, rows } of products)
    multiply(backend, kernels, {
      a: { view: { tensor: outputs, ...patches }, transposed: false },
      b: { view: { tensor: filter, ...taps }, transposed: true },
      c: { tensor: dx, rows },
    });
  return dx;
}

interface InputGradientLayout {
  /** Whether there are places that no window reaches: strides beyond the kernel. */
  readonly leavesGaps: boolean;
  readonly images: ImageLayout;
  readonly products: readonly PhaseLayout[];
}

/** Of one phase: the patches of dy, the taps of the filter, and where the rows of their product go. */
interface PhaseLayout {
  readonly patches: MatrixLayout;
  readonly taps: MatrixLayout;
  readonly rows: Uint32Array;
}

interface Layout {
  readonly geometry: PatchGeometry;
  readonly filters: number;
}

const inputGradientLayout = remembered(({ geometry, filters }: Layout): InputGradientLayout => {
  const phases = axes((axis) => axisPhases(geometry, axis));
  const images = paddedOutput(phases, geometry, filters);
  const { batch, channels, input: size } = geometry;
  const target = { batch, size, channels, from: [0, 0, 0] } as const;
  const isReached = (phase: PerAxis<Phase>): boolean => phase.every(({ taps }) => taps.length > 0);
  const all = combinations(phases);
  const products = all.filter(isReached).map((phase) => ({
    patches: outputPatches(images, phase),
    taps: filterTaps(geometry, filters, phase),
    rows: pixelsOfBatch(
      target,
      axes((axis) => phase[axis].places),
    ),
  }));
  return { leavesGaps: !all.every(isReached), images, products };
});

const outputsOf = ({ taps }: Phase): number[] => taps.map(({ output }) => output);

const combinations = ([depths, heights, widths]: PerAxis<readonly Phase[]>): PerAxis<Phase>[] =>
  depths.flatMap((z) => heights.flatMap((y) => widths.map((x): PerAxis<Phase> => [z, y, x])));

function paddedOutput(
  phases: PerAxis<readonly Phase[]>,
  { batch, output: size }: PatchGeometry,
  channels: number,
): ImageLayout {
  const first = axes((axis) => Math.min(0, ...phases[axis].flatMap(outputsOf)));
  const last = axes((axis) =>
    Math.max(
      0,
      ...phases[axis].flatMap((phase) => outputsOf(phase).map((at) => at + phase.places.length - 1)),
    ),
  );
  return layoutWithPixels({ batch, size, channels }, first, last);
}

/** For every input place of the phase, the outputs that it got into. */
function outputPatches(images: ImageLayout, phase: PerAxis<Phase>): MatrixLayout {
  const lowest = axes((axis) => Math.min(...outputsOf(phase[axis])));
  const starts = axes((axis) => range(phase[axis].places.length, (index) => index + lowest[axis]));
  const taps = axes((axis) => outputsOf(phase[axis]).map((output) => output - lowest[axis]));
  return {
    rows: pixelsOfBatch(images, starts),
    segments: pixels(images, taps),
    segmentLength: images.channels,
  };
}

/** The phase's taps of a filter [..., channels, filters], as a matrix [taps x filters, channels]. */
function filterTaps(
  { channels, kernel }: PatchGeometry,
  filters: number,
  phase: PerAxis<Phase>,
): MatrixLayout {
  const taps = axes((axis) => phase[axis].taps.map(({ at }) => at));
  return {
    rows: multiples(channels, filters),
    segments: pixels({ size: kernel, channels: channels * filters }, taps),
    segmentLength: filters,
  };
}
