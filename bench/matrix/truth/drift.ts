import type { BatchesSeen } from './trainingMode';

/** How wrongly one layer normalises in inference mode. */
export interface Drift {
  /** By its place in the order of creation: tfjs' own names count on through a process. */
  readonly layer: string;
  /** Root mean square, over rows and channels, of what moving instead of settled statistics change in its output. */
  readonly error: number;
  /** The same quantity for a moving average that has long settled, from its own noise alone. */
  readonly wander: number;
}

/**
 * The layer's output before gamma and beta is `(x - m) / sqrt(v + epsilon)`. With settled mean `M` and variance `V` (means
 * over all batches seen) in place of the moving `m` and `v`, its mean square change over inputs of mean `M` and variance
 * `V` is `(M - m)^2 / (v + epsilon) + V (1 / sqrt(v + epsilon) - 1 / sqrt(V + epsilon))^2`. A channel without signal
 * counts by its mean only.
 */
export function driftOf({ layer, means, variances }: BatchesSeen, index: number): Drift {
  const { epsilon, momentum } = layer;
  const [m, v] = [layer.movingMean.read().dataSync(), layer.movingVariance.read().dataSync()];
  const channels = Array.from(m, (_, c) => {
    const [mean, variance] = [momentsOf(means, c), momentsOf(variances, c)];
    const V = variance.mean;
    const scale = 1 / Math.sqrt(V + epsilon);
    const held = 1 / Math.sqrt(v[c]! + epsilon);
    // An exponential moving average of independent values with variance s^2 has variance s^2 (1 - m) / (1 + m).
    const noise = (1 - momentum) / (1 + momentum);
    return {
      error: ((mean.mean - m[c]!) * held) ** 2 + V * (held - scale) ** 2,
      wander: noise * (mean.variance * scale ** 2 + (V * variance.variance * scale ** 6) / 4),
    };
  });
  const rootMean = (of: 'error' | 'wander'): number =>
    Math.sqrt(channels.reduce((sum, channel) => sum + channel[of], 0) / channels.length);
  return { layer: `norm ${index + 1}`, error: rootMean('error'), wander: rootMean('wander') };
}

function momentsOf(calls: readonly Float64Array[], c: number): { mean: number; variance: number } {
  const mean = calls.reduce((sum, call) => sum + call[c]!, 0) / calls.length;
  return { mean, variance: calls.reduce((sum, call) => sum + (call[c]! - mean) ** 2, 0) / calls.length };
}
