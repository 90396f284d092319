import type { Modes } from '../../probes/modes/Modes';
import type { Cause } from '../Cause';
import type { ConsistencyVerdict, JudgedMetric, NonFinite } from '../consistency/ConsistencyVerdict';
import { causeText } from './causeText';
import { count, metric as figure, percent } from './figures';
import { ladderText } from './ladderText';

export interface Explained {
  readonly modes: Modes;
  readonly verdict: ConsistencyVerdict;
  readonly causes: readonly Cause[];
}

/** More causes and remedies than these go into the data of a diagnosis, not into its text. */
const [causesShown, remediesShown] = [2, 3];

/** The message of a diagnosis: what was promised and what is, the ladder, the causes, what to do. At most 23 lines. */
export function consistencyText({ modes, verdict, causes }: Explained): string {
  if (verdict.kind === 'non-finite') return nonFiniteText(modes, verdict.of, causes);
  const { metric } = verdict;
  const shown = causes.filter(({ share }) => share !== 0).slice(0, causesShown);
  // Two causes leave no room for more in a message that is read at a glance.
  const beside = causes.filter(({ share }) => share === 0).slice(0, shown.length > 1 ? 0 : 1);
  return [
    headline(modes, verdict.kind, metric),
    '',
    ...ladderText(modes, metric),
    ...shown.flatMap((cause) => ['', ...causeLines(cause, shown.length)]),
    ...remedyLines(shown),
    ...beside.flatMap((finding) => ['', ...besideLines(finding)]),
    '',
    measuredOn(modes),
  ].join('\n');
}

function besideLines({ evidence, remedy }: Cause): readonly string[] {
  const [first, ...more] = evidence;
  return [`Beside it: ${first}`, ...[...more, ...remedy.slice(0, 1)].map((sentence) => `  ${sentence}`)];
}

function headline(modes: Modes, kind: ConsistencyVerdict['kind'], metric: JudgedMetric): string {
  const { name, promised, predicted, tolerance } = metric;
  const where = `on these ${count(modes.rows, 'row')}`;
  const allowed = metric.kind === 'accuracy' ? `tolerance ${tolerance}` : lossTolerance(modes, metric);
  const values = `fit promised ${name} ${figure(promised, metric.kind)} ${where}, predict gives ${figure(predicted, metric.kind)}`;
  return kind === 'other rows' || modes.sameRows === false
    ? `fit promised ${name} ${figure(promised, metric.kind)}, predict gives ${figure(predicted, metric.kind)} ${where}, which are other rows (${allowed}, and chance)`
    : `${values} (${allowed})`;
}

function lossTolerance({ lossScales }: Modes, { name, tolerance }: JudgedMetric): string {
  const scale = lossScales[name];
  return scale === undefined
    ? `tolerance ${tolerance}`
    : `tolerance ${tolerance} of ${figure(scale, 'loss')}, the loss of the best constant prediction`;
}

function causeLines({ evidence, share }: Cause, shown: number): readonly string[] {
  const [first, ...more] = evidence;
  const part = shown > 1 ? `Cause (${percent(share)} of the gap): ` : 'Cause: ';
  return [`${part}${first}`, ...more.map((sentence) => `  ${sentence}`)];
}

/** One cause: its remedies, each enough by itself. Two causes: the first remedy of each, since one alone leaves a gap. */
function remedyLines(causes: readonly Cause[]): readonly string[] {
  const several = causes.length > 1;
  const remedies = several
    ? causes.flatMap(({ remedy }) => remedy.slice(0, 1))
    : causes.flatMap(({ remedy }) => remedy).slice(0, remediesShown);
  if (remedies.length === 0) return [];
  const title = several
    ? 'What to do, one thing against each cause:'
    : remedies.length > 1
      ? 'What to do, one of:'
      : 'What to do:';
  return ['', title, ...remedies.map((remedy) => `  ${remedy}`)];
}

/** What another run needs to see the same numbers. */
function measuredOn({ batchSize, batchings, seed, recording }: Modes): string {
  const trained = recording?.seed === undefined ? '' : `trained with seed ${recording.seed}, `;
  return `(${trained}measured in ${count(batchings, 'batching')} of batch size ${batchSize}, seed ${seed})`;
}

function nonFiniteText(modes: Modes, of: NonFinite, causes: readonly Cause[]): string {
  return [`Cause: ${causeText.nonFinite(modes, of)}`, ...remedyLines(causes), '', measuredOn(modes)].join(
    '\n',
  );
}
