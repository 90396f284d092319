import * as fc from 'fast-check';
import { outputSize, type Triple, type Window } from '../reference/windows';

export interface WindowCase {
  /** [batch, depth, height, width, channels]. */
  readonly input: readonly number[];
  readonly window: Window;
  readonly outChannels: number;
  readonly seed: number;
}

interface Limits {
  readonly depth?: boolean;
  readonly dilation?: boolean;
  /** Up to this; where a stride beyond the kernel is at issue, the test says so itself. */
  readonly maxStride?: number;
}

const oneTo = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max });

/** Odd sizes, one channel, batch of one, strides, unequal padding: every window with at least one output. */
export function windowCase({
  depth = false,
  dilation = false,
  maxStride = 3,
}: Limits = {}): fc.Arbitrary<WindowCase> {
  const axis = fc.record({
    size: oneTo(depth ? 4 : 9),
    kernel: oneTo(depth ? 2 : 4),
    stride: oneTo(maxStride),
    dilation: dilation ? oneTo(3) : fc.constant(1),
    pad: fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 2 })),
  });
  const flat = fc.constant({ size: 1, kernel: 1, stride: 1, dilation: 1, pad: [0, 0] as [number, number] });
  return fc
    .record({
      axes: fc.tuple(depth ? axis : flat, axis, axis),
      pad: fc.constantFrom('same', 'valid', ...(depth ? [] : (['explicit'] as const))),
      batch: oneTo(3),
      channels: oneTo(4),
      outChannels: oneTo(5),
      seed: fc.integer({ min: 1, max: 1e6 }),
    })
    .map(({ axes, pad, batch, channels, outChannels, seed }): WindowCase => {
      const all = (key: 'size' | 'kernel' | 'stride' | 'dilation'): Triple => [
        axes[0][key],
        axes[1][key],
        axes[2][key],
      ];
      // tfjs allows dilation or stride, not both.
      const dilations = all('dilation');
      const stride: Triple = dilations.some((rate) => rate > 1) ? [1, 1, 1] : all('stride');
      return {
        input: [batch, ...all('size'), channels],
        window: {
          kernel: all('kernel'),
          stride,
          dilation: dilations,
          pad: pad === 'explicit' ? [axes[0].pad, axes[1].pad, axes[2].pad] : pad,
        },
        outChannels,
        seed,
      };
    })
    .filter(({ input, window }) => outputSize(input, window).every((size) => size >= 1));
}

/** The same padding as tfjs takes it for two dimensions. */
export function tfjsPad({
  pad,
}: Window): 'same' | 'valid' | [[number, number], [number, number], [number, number], [number, number]] {
  return typeof pad === 'string' ? pad : [[0, 0], [...pad[1]], [...pad[2]], [0, 0]];
}

/** True where TensorFlow's 'same' padding would be negative: tfjs' forward kernels go astray there. */
export const strideLeavesGaps = ({ input, window: { kernel, stride, pad } }: WindowCase): boolean =>
  pad === 'same' &&
  kernel.some((size, axis) => {
    const length = input[axis + 1] as number;
    return (Math.ceil(length / (stride[axis] as number)) - 1) * (stride[axis] as number) + size < length;
  });
