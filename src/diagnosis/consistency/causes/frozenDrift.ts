import type { Modes } from '../../../probes/modes/Modes';
import type { BatchNormVerdict } from '../../batchNorm/judgeBatchNorm';
import type { Cause } from '../../Cause';
import { frozenText } from '../../text/frozenText';

/**
 * The moving statistics at fault are those of frozen layers: tfjs normalises those by the batch in training, and moves
 * their statistics towards it. Undefined where they are not, or not most of them.
 */
export function frozenDrift(
  share: number,
  { frozen, batchNorm }: Modes,
  verdict: BatchNormVerdict,
): Cause | undefined {
  const away = verdict.kind === 'converged' ? verdict.layers : verdict.red;
  const drifted = away.filter(({ path }) => frozen.drifted.includes(path));
  if (drifted.length === 0 || 2 * drifted.length < away.length) return undefined;
  const called = frozen.callTimeTraining;
  return called.length > 0
    ? ignoredTraining(share, called)
    : {
        id: 'batchnorm-frozen-drift',
        share,
        ...frozenText.drift(
          drifted.map(({ path }) => path),
          batchNorm.length,
        ),
      };
}

export function ignoredTraining(share: number, paths: readonly string[]): Cause {
  return { id: 'call-time-training-ignored', share, ...frozenText.callTimeTraining(paths) };
}
