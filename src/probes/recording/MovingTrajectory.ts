import type { LayersModel } from '@tensorflow/tfjs';
import { batchNormLayersOf } from '../model/batchNormLayersOf';
import type { TrajectoryPoint } from './Recording';

/** Points that a trajectory has at most. */
const most = 16;

/** The moving statistics of each BatchNorm layer along a fit, at the ends of epochs: means over channels. */
export class MovingTrajectory {
  private points: TrajectoryPoint[] = [];
  private every = 1;
  private epochs = 0;

  constructor(private readonly model: LayersModel) {}

  async epochEnds(updates: number): Promise<void> {
    this.epochs += 1;
    if (this.epochs % this.every !== 0) return;
    const layers: (readonly [number, number])[] = [];
    for (const { layer } of batchNormLayersOf(this.model))
      layers.push([
        meanOf(await layer.movingMean.read().data()),
        meanOf(await layer.movingVariance.read().data()),
      ]);
    if (layers.length === 0) return;
    this.points.push({ updates, layers });
    if (this.points.length <= most) return;
    this.points = this.points.filter((_, i) => i % 2 === 1);
    this.every *= 2;
  }

  get trajectory(): readonly TrajectoryPoint[] {
    return this.points;
  }
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return Number((sum / values.length).toPrecision(5));
}
