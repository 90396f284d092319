import type { Moments } from '../../numeric/Moments';
import { MovingAverage } from '../../numeric/MovingAverage';
import { PopulationMoments } from '../../numeric/PopulationMoments';
import { RunningMoments } from '../../numeric/RunningMoments';
import type { BatchNormalization } from '../model/batchNormLayersOf';

/** Gathers, over the batches of one or more batchings, what went into each BatchNorm layer. */
export class StatisticsCollector {
  private readonly layers = new Map<BatchNormalization, LayerTally>();
  /** Whether rows are looked at one by one: once for every row is enough. */
  looksAtRows = false;

  readonly seen = (
    layer: BatchNormalization,
    moments: Moments,
    values: number,
    ofRows: () => readonly Moments[],
  ): void => {
    let tally = this.layers.get(layer);
    if (tally === undefined)
      this.layers.set(layer, (tally = new LayerTally(moments.mean.length, layer.momentum)));
    tally.add(moments, values);
    if (this.looksAtRows) tally.addRows(ofRows(), moments.mean);
  };

  /** Undefined for a layer that no row came through. */
  of(layer: BatchNormalization): LayerTally | undefined {
    return this.layers.get(layer);
  }

  population(): ReadonlyMap<BatchNormalization, Moments> {
    return new Map([...this.layers].map(([layer, tally]) => [layer, tally.population.moments()]));
  }
}

/** One layer's share: every call of the layer is one update of its moving statistics, so each weighs the same. */
class LayerTally {
  readonly means: RunningMoments;
  readonly variances: RunningMoments;
  readonly population: PopulationMoments;
  private readonly rowMeans: RunningMoments;
  private readonly rowSquares: RunningMoments;

  private readonly movingMean: MovingAverage;
  private readonly movingVariance: MovingAverage;

  constructor(channels: number, momentum: number) {
    this.movingMean = new MovingAverage(channels, momentum);
    this.movingVariance = new MovingAverage(channels, momentum);
    this.rowMeans = new RunningMoments(channels);
    this.rowSquares = new RunningMoments(channels);
    this.means = new RunningMoments(channels);
    this.variances = new RunningMoments(channels);
    this.population = new PopulationMoments(channels);
  }

  add(moments: Moments, values: number): void {
    this.means.add(moments.mean);
    this.variances.add(moments.variance);
    this.population.add(moments, values);
    this.movingMean.add(moments.mean);
    this.movingVariance.add(moments.variance);
  }

  /** Where moving statistics are at the end of an epoch, if every epoch has these batches in this order. */
  atEndOfEpoch(): Moments {
    return { mean: this.movingMean.value, variance: this.movingVariance.value };
  }

  /** A row's share of the variance is its mean square distance from the mean of its batch. */
  addRows(rows: readonly Moments[], batchMean: Float64Array): void {
    for (const { mean, variance } of rows) {
      this.rowMeans.add(mean);
      this.rowSquares.add(variance.map((value, c) => value + (mean[c]! - batchMean[c]!) ** 2));
    }
  }

  /** Standard errors of mean and variance, rows being drawn at random; undefined where no rows were looked at. */
  samplingNoise(): { readonly mean: Float64Array; readonly variance: Float64Array } | undefined {
    if (this.rowMeans.count === 0) return undefined;
    const error = (deviations: Float64Array): Float64Array =>
      deviations.map((deviation) => deviation / Math.sqrt(this.rowMeans.count));
    return {
      mean: error(this.rowMeans.standardDeviation()),
      variance: error(this.rowSquares.standardDeviation()),
    };
  }
}
