import type { Moments } from '../../numeric/Moments';
import { PopulationMoments } from '../../numeric/PopulationMoments';
import { RunningMoments } from '../../numeric/RunningMoments';
import type { BatchNormalization } from '../model/batchNormLayersOf';

/** Gathers, over the batches of one or more batchings, what went into each BatchNorm layer. */
export class StatisticsCollector {
  private readonly layers = new Map<BatchNormalization, LayerTally>();

  readonly seen = (layer: BatchNormalization, moments: Moments, values: number): void => {
    let tally = this.layers.get(layer);
    if (tally === undefined) this.layers.set(layer, (tally = new LayerTally(moments.mean.length)));
    tally.add(moments, values);
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

  constructor(channels: number) {
    this.means = new RunningMoments(channels);
    this.variances = new RunningMoments(channels);
    this.population = new PopulationMoments(channels);
  }

  add(moments: Moments, values: number): void {
    this.means.add(moments.mean);
    this.variances.add(moments.variance);
    this.population.add(moments, values);
  }
}
