/** What a page shows: plain data, no words of the page's own. Numbers may be NaN or Infinity. */
export interface Page {
  /** In one sentence. */
  readonly headline: string;
  readonly verdict: 'consistent' | 'inconsistent' | 'not to be judged';
  /** On what it was measured. */
  readonly facts: readonly string[];
  readonly causes: readonly CauseOnPage[];
  readonly ladder: LadderOnPage;
  readonly layers: readonly LayerOnPage[];
  readonly fit: FitOnPage | undefined;
  /** The same for people who read terminals. */
  readonly text: string;
}

export interface CauseOnPage {
  readonly id: string;
  /** Of the gap; 0 for what was found beside it. */
  readonly share: number;
  readonly evidence: readonly string[];
  readonly remedy: readonly string[];
}

export interface LadderOnPage {
  readonly rungs: readonly {
    readonly name: string;
    /** What changes between it and the rung above; empty where that opens nothing of the gap. */
    readonly change: string;
  }[];
  readonly metrics: readonly MetricOnPage[];
}

/** A metric on every rung. */
export interface MetricOnPage {
  readonly name: string;
  readonly kind: 'accuracy' | 'loss';
  readonly values: readonly number[];
  /** As it is printed. */
  readonly texts: readonly string[];
  /** The worst value of the last rung that keeps the promise; undefined where the metric is not judged. */
  readonly limit: number | undefined;
}

/** A BatchNorm layer. */
export interface LayerOnPage {
  readonly path: string;
  readonly distance: number;
  readonly allowance: number;
  readonly converged: boolean;
  readonly momentum: number;
  readonly updates: number | undefined;
  /** The worst first. */
  readonly channels: readonly ChannelOnPage[];
  /** How many it has. */
  readonly channelCount: number;
}

export interface ChannelOnPage {
  readonly channel: number;
  readonly distance: number;
  readonly movingMean: number;
  readonly movingVariance: number;
  readonly populationMean: number;
  readonly populationVariance: number;
}

/** What the recording of the fit tells. */
export interface FitOnPage {
  readonly metrics: readonly {
    readonly name: string;
    readonly kind: 'accuracy' | 'loss';
    /** One for each epoch. */
    readonly values: readonly number[];
    /** What predict gives now; undefined where that was not measured. */
    readonly predicted: number | undefined;
  }[];
  /** Of each BatchNorm layer, the mean over its channels of moving mean and variance after so many updates. */
  readonly movingStatistics: {
    readonly updates: readonly number[];
    readonly layers: readonly {
      readonly path: string;
      readonly means: readonly number[];
      readonly variances: readonly number[];
    }[];
  };
}
