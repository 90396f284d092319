import type { FitOnPage } from '../../page/Page';
import type { Modes } from '../../probes/modes/Modes';
import type { TrajectoryPoint } from '../../probes/recording/Recording';

/** What the recording tells; undefined without one. */
export function fitOnPage({ recording, accuracies, ladder, batchNorm }: Modes): FitOnPage | undefined {
  if (recording === undefined) return undefined;
  const predicted = ladder.find(({ rung }) => rung === 'inference-mode')?.metrics ?? {};
  const isAccuracy = (name: string): boolean => accuracies.includes(name);
  const names = Object.keys(recording.epochs.at(-1) ?? {}).sort(
    (a, b) => Number(isAccuracy(b)) - Number(isAccuracy(a)),
  );
  return {
    metrics: names.map((name) => ({
      name,
      kind: isAccuracy(name) ? 'accuracy' : 'loss',
      values: recording.epochs.map((epoch) => epoch[name] ?? NaN),
      predicted: predicted[name],
    })),
    movingStatistics: trajectories(
      recording.movingStatistics ?? [],
      batchNorm.map(({ path }) => path),
    ),
  };
}

/** A recording has them in the order of the model. */
function trajectories(
  points: readonly TrajectoryPoint[],
  paths: readonly string[],
): FitOnPage['movingStatistics'] {
  const layers = (points[0]?.layers ?? []).map((_, at) => at);
  const nameOf = (at: number): string =>
    paths.length === layers.length ? paths[at]! : `BatchNorm layer ${at + 1}`;
  const along = (at: number, which: 0 | 1): readonly number[] =>
    points.map((point) => point.layers[at]?.[which] ?? NaN);
  return {
    updates: points.map(({ updates }) => updates),
    layers: layers.map((at) => ({ path: nameOf(at), means: along(at, 0), variances: along(at, 1) })),
  };
}
