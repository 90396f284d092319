/** One channel's moving statistics, and the goal that they are nearer to. */
export interface ChannelDistance {
  readonly channel: number;
  readonly distance: number;
  readonly movingMean: number;
  readonly movingVariance: number;
  readonly mean: number;
  readonly variance: number;
  /** Which of the two distances is the larger one. */
  readonly of: 'mean' | 'variance';
}

/** A BatchNorm layer's moving statistics held against where they are going. */
export interface LayerJudgement {
  readonly path: string;
  readonly momentum: number;
  /** Updates of the moving statistics; undefined without a recording. */
  readonly updates: number | undefined;
  /** Share of the start value that is still in the moving statistics, `momentum ** updates`; undefined without a recording. */
  readonly startHeld: number | undefined;
  /** Whether the statistics started at tfjs' defaults, mean 0 and variance 1. */
  readonly startsAtDefault: boolean;
  /** 90th percentile over channels of the distance to the nearer of settled and population statistics. */
  readonly distance: number;
  /** What the distance may be: the tolerance plus `noise`. */
  readonly allowance: number;
  /** Of the allowance: twice the standard deviation that the distance has by the noise of batches and the choice of rows. */
  readonly noise: number;
  readonly converged: boolean;
  /** Whether the layer is frozen, and its statistics are not those that the fit started from. */
  readonly frozenMoved: boolean;
  /** Whether the statistics are nearer to what batches of the rows in the order given tend to. */
  readonly followsGivenOrder: boolean;
  /** Whether what is left of the start values is enough to explain the distance. */
  readonly startExplains: boolean;
  /** 90th percentile over channels of the distance to the population statistics alone. */
  readonly populationDistance: number;
  readonly worst: ChannelDistance;
  /** Updates in all, from the start, that bring the worst channel within tolerance: a lower bound while weights move. */
  readonly updatesNeeded: number;
  /** The largest momentum that would have brought the worst channel within tolerance; undefined without a recording. */
  readonly momentumNeeded: number | undefined;
}
