import type { Tensor } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';

/** Numbers of one input over the rows that are looked at. */
export interface Range {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly deviation: number;
}

/** One way in which inputs are prepared wrongly, turned round. */
export interface InputMap {
  /** What has to be done to these inputs. */
  readonly name: string;
  readonly isPadding?: boolean;
  /** Whether it depends on statistics of the rows that it is applied to. */
  readonly usesStatistics?: boolean;
  readonly isPlausible: (range: Range, x: Tensor) => boolean;
  /** Of `[rows, ...]`, to the same shape. */
  readonly apply: (x: Tensor) => Tensor;
}

const slack = 1e-3;
const inUnit = ({ min, max }: Range): boolean => min >= -slack && max <= 1 + slack && max > min;
const inSigned = ({ min, max }: Range): boolean => min < -slack && min >= -1 - slack && max <= 1 + slack;
const largest = ({ min, max }: Range): number => Math.max(Math.abs(min), Math.abs(max));
const inBytes = ({ min, max }: Range): boolean => min >= -slack && max > 2 && max <= 255 + slack;

const isPicture = ({ rank }: Tensor): boolean => rank === 4;
const isSquare = ({ shape }: Tensor): boolean => shape[1] === shape[2];

/** All but the last axis, or all for inputs without one of features: what one mean and deviation are taken over. */
const perFeature = (x: Tensor): number[] => x.shape.map((_, axis) => axis).slice(0, Math.max(1, x.rank - 1));

function standardised(x: Tensor): Tensor {
  const { mean, variance } = tf.moments(x, perFeature(x), true);
  return tf.div(tf.sub(x, mean), tf.sqrt(tf.maximum(variance, 1e-12)));
}

function channelsFirst(x: Tensor): Tensor {
  const [rows, height, width, channels] = x.shape as [number, number, number, number];
  return tf.transpose(tf.reshape(x, [rows, channels, height, width]), [0, 2, 3, 1]);
}

function channelsLast(x: Tensor): Tensor {
  return tf.reshape(tf.transpose(x, [0, 3, 1, 2]), x.shape);
}

/** The maps that are tried, the most common first. At most ten are plausible for one input (square colour pictures). */
export const inputMaps: readonly InputMap[] = [
  {
    name: 'divide by 255',
    isPlausible: (range) => largest(range) > (range.min >= -slack ? 2 : 50),
    apply: (x) => tf.div(x, 255),
  },
  {
    name: 'multiply by 255',
    isPlausible: (range) => largest(range) <= 1 + slack && range.max > range.min,
    apply: (x) => tf.mul(x, 255),
  },
  {
    name: 'divide by 127.5 and subtract 1',
    isPlausible: inBytes,
    apply: (x) => tf.sub(tf.div(x, 127.5), 1),
  },
  { name: 'multiply by 2 and subtract 1', isPlausible: inUnit, apply: (x) => tf.sub(tf.mul(x, 2), 1) },
  {
    // Standardised numbers too, that somebody took for numbers from 0 to 1.
    name: 'add 1 and divide by 2',
    isPlausible: ({ min }) => min < -slack,
    apply: (x) => tf.div(tf.add(x, 1), 2),
  },
  { name: 'add 1 and multiply by 127.5', isPlausible: inSigned, apply: (x) => tf.mul(tf.add(x, 1), 127.5) },
  {
    name: 'standardise each feature (mean 0, deviation 1 over these rows)',
    usesStatistics: true,
    isPlausible: ({ mean, deviation }) => Math.abs(mean) > 0.05 || Math.abs(deviation - 1) > 0.05,
    apply: standardised,
  },
  {
    name: 'subtract the mean of each feature over these rows',
    usesStatistics: true,
    isPlausible: ({ mean, deviation }) => Math.abs(mean) > 0.05 * deviation,
    apply: (x) => tf.sub(x, tf.mean(x, perFeature(x), true)),
  },
  {
    name: 'reverse the channels (RGB and BGR)',
    isPlausible: (_, x) => isPicture(x) && x.shape[3] === 3,
    apply: (x) => tf.reverse(x, [3]),
  },
  {
    name: 'transpose the pictures (height and width)',
    isPlausible: (_, x) => isPicture(x) && isSquare(x) && x.shape[1]! > 1,
    apply: (x) => tf.transpose(x, [0, 2, 1, 3]),
  },
  {
    name: 'read the numbers as channels first (NCHW)',
    isPlausible: (_, x) => isPicture(x) && x.shape[3]! > 1,
    apply: channelsFirst,
  },
  {
    name: 'lay the numbers out as channels first (NCHW)',
    isPlausible: (_, x) => isPicture(x) && x.shape[3]! > 1,
    apply: channelsLast,
  },
  {
    name: 'invert (black and white)',
    isPlausible: (range, x) => isPicture(x) && (inUnit(range) || inBytes(range)),
    apply: (x) => tf.sub(tf.where(tf.greater(tf.max(x), 2), 255, 1), x),
  },
  {
    name: 'turn the pictures upside down',
    isPlausible: (_, x) => isPicture(x) && x.shape[1]! > 1,
    apply: (x) => tf.reverse(x, [1]),
  },
];
