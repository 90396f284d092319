import type { Tolerance } from '../../numeric/Tolerance';
import type { Environment, OutputDescription } from '../PredictionSnapshot';

/** What an output may be off, and why so much. */
export interface Judging {
  readonly tolerance: Tolerance;
  /** Whether a changed decision fails whatever its numbers are. */
  readonly decisionsHold: boolean;
  /** Where the tolerance comes from, for messages. */
  readonly reason: string;
}

/** Tolerances for all outputs, or for each by name. */
export interface AskedTolerance {
  readonly atol?: number | Readonly<Record<string, number>> | undefined;
  readonly rtol?: number | Readonly<Record<string, number>> | undefined;
}

type EnginePair = 'same engine' | 'other engine' | 'GPU';

/** Measured by `npx tsx bench/enginePairs.ts`, argued in decisions/0023. */
const forFixedWeights: Readonly<Record<EnginePair, Tolerance>> = {
  'same engine': { atol: 1e-5, rtol: 1e-5 },
  'other engine': { atol: 1e-4, rtol: 1e-4 },
  GPU: { atol: 1e-3, rtol: 1e-3 },
};

/** What retraining may move a probability; of other numbers also this share. */
const band = 0.05;

/**
 * The tolerance of one output: what was asked for, else a default that depends on where the weights come from and on the
 * two engines.
 */
export function toleranceFor(
  output: OutputDescription,
  stored: Environment,
  now: Environment,
  asked: AskedTolerance,
): Judging {
  const atol = askedFor(asked.atol, output.name);
  const rtol = askedFor(asked.rtol, output.name);
  const standard = standardFor(output, stored, now);
  if (atol === undefined && rtol === undefined) return standard;
  const tolerance = { atol: atol ?? standard.tolerance.atol, rtol: rtol ?? standard.tolerance.rtol };
  return { tolerance, decisionsHold: false, reason: 'as asked for' };
}

function askedFor(asked: AskedTolerance['atol'], name: string): number | undefined {
  return typeof asked === 'object' ? asked[name] : asked;
}

function standardFor({ decision }: OutputDescription, stored: Environment, now: Environment): Judging {
  if (stored.weights === 'trained' || now.weights === 'trained')
    return {
      tolerance: { atol: band, rtol: decision === 'none' ? band : 0 },
      decisionsHold: true,
      reason: 'weights trained in the test',
    };
  const pair = enginePair(stored, now);
  return { tolerance: forFixedWeights[pair], decisionsHold: false, reason: `fixed weights, ${pair}` };
}

const onGpu = ({ engine }: Environment): boolean => engine === 'cuda' || engine === 'webgpu';

function enginePair(stored: Environment, now: Environment): EnginePair {
  const same = stored.engine === now.engine;
  if (onGpu(stored) || onGpu(now)) return same && stored.device === now.device ? 'same engine' : 'GPU';
  return same ? 'same engine' : 'other engine';
}
