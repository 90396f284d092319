import { interval } from '../matrix/report/interval';
import { isHeldOut as isOfHeldOutHalf } from './architectures';
import type { Alarms } from './baselines';
import { isRecorded as isCaseRecorded } from './Case';
import type { Result } from './runCase';
import type { Truths } from './soundTruth';

const isHeldOut = ({ case: { architecture } }: Result): boolean => isOfHeldOutHalf(architecture);
const isRecorded = ({ case: one }: Result): boolean => isCaseRecorded(one);
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function shareText(hits: number, of: number): string {
  if (of === 0) return 'none';
  const [low, high] = interval(hits, of);
  return `${hits} of ${of}, ${percent(hits / of)} (${percent(low)} to ${percent(high)})`;
}

/** The injected cause is the heaviest; of a pair, both are named. */
const isRight = ({ injected, named }: Result): boolean =>
  injected.length === 1
    ? named[0]?.id === injected[0]
    : injected.every((id) => named.some((cause) => cause.id === id));

const isUndetermined = ({ named }: Result): boolean => named[0]?.id === 'undetermined';
const besidesOf = ({ named, injected, alsoInjected = [] }: Result): readonly string[] =>
  named
    .filter(
      ({ id, share }) => id !== 'undetermined' && share > 0.1 && ![...injected, ...alsoInjected].includes(id),
    )
    .map(({ id }) => id);
const namedBesides = (result: Result): boolean => besidesOf(result).length > 0;

/** How many of each line there are, the most first. */
function counted(lines: readonly string[]): readonly (readonly [line: string, count: number])[] {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}

function besides(results: readonly Result[]): readonly string[] {
  const lines = results
    .filter((result) => result.confirmed && result.injected.length > 0 && namedBesides(result))
    .map((result) => `| ${result.case.name} | ${besidesOf(result).join(', ')} |`);
  return [
    '| injected | besides | cases |',
    '|---|---|---|',
    ...counted(lines).map(([line, count]) => `${line} ${count} |`),
  ];
}

/** Everything that the bench prints. */
export function report(results: readonly Result[]): string {
  const halves = [
    ['held out', results.filter(isHeldOut)],
    ['calibration', results.filter((result) => !isHeldOut(result))],
  ] as const;
  return [
    ...halves.flatMap(([name, half]) => [`## ${name}`, '', ...summary(half), '']),
    '## Confusion, all architectures (rows: injected; columns: named as the heaviest)',
    '',
    ...confusion(results),
    '',
    '## Precision, all architectures (of the cases in which a cause is named as the heaviest, those into which it was injected)',
    '',
    ...precision(results),
    '',
    '## Named besides with a share above 0.1, held out (of confirmed faults)',
    '',
    ...besides(results.filter(isHeldOut)),
    '',
    '## Exceptions',
    '',
    ...exceptions(results),
  ].join('\n');
}

/** What the matrix says of the models that an alarm was raised for. */
function byTruth(of: readonly Result[], truth: keyof Truths): string {
  const counts = counted(of.map(({ truths }) => truths?.[truth] ?? 'not measured'));
  return of.length === 0
    ? ''
    : `; by the truth of the matrix: ${counts.map(([is, n]) => `${n} ${is}`).join(', ')}`;
}

function summary(results: readonly Result[]): readonly string[] {
  const faulty = results.filter(({ injected }) => injected.length > 0);
  const confirmed = faulty.filter((result) => result.confirmed);
  const meantSound = results.filter(({ injected }) => injected.length === 0);
  const sound = meantSound.filter((result) => result.confirmed);
  const trapped = meantSound.filter((result) => !result.confirmed);
  const count = (of: readonly Result[], holds: (result: Result) => boolean): number =>
    of.filter(holds).length;
  const alarmed = (of: readonly Result[], name: keyof Alarms): string => {
    const judged = of.filter(({ alarms }) => alarms !== undefined);
    return shareText(
      count(judged, ({ alarms }) => alarms![name]),
      judged.length,
    );
  };
  const arrived = sound.filter(({ statisticsAreOff }) => statisticsAreOff !== true);
  const off = sound.filter(({ statisticsAreOff }) => statisticsAreOff === true);
  const saysPredict = ({ red }: Result): boolean => red.includes('toPredictConsistentlyWithTraining');
  const saysStatistics = ({ red }: Result): boolean => red.includes('toHaveConvergedBatchNormStats');
  return [
    `- the right cause: ${shareText(count(confirmed, isRight), confirmed.length)}`,
    `- undetermined: ${shareText(count(confirmed, isUndetermined), confirmed.length)}`,
    `- another cause named with a share above 0.1: ${shareText(count(confirmed, namedBesides), confirmed.length)}`,
    `- called consistent: ${shareText(
      count(confirmed, ({ consistent }) => consistent),
      confirmed.length,
    )}`,
    `- injections that did nothing, left out: ${faulty.length - confirmed.length} of ${faulty.length}`,
    `- false alarms, toPredictConsistentlyWithTraining: ${shareText(count(sound, saysPredict), sound.length)}${byTruth(sound.filter(saysPredict), 'predict')}`,
    `- false alarms, toHaveConvergedBatchNormStats: ${shareText(count(arrived, saysStatistics), arrived.length)}${byTruth(arrived.filter(saysStatistics), 'statistics')}`,
    `- models meant to be healthy whose predict loses what fit reported or training mode has, as the bench measures: ${trapped.length}, of which the matcher says so of ${count(trapped, saysPredict)}`,
    `- models meant to be healthy whose moving statistics the bench finds elsewhere than where their batches take them: ${off.length}, of which the matcher says so of ${count(off, saysStatistics)}`,
    ...(['Switch_Mode_Consistency', 'statistics at 0 and 1', 'fit against evaluate'] as const).map(
      (name) => `- ${name}: detects ${alarmed(confirmed, name)}; false alarms ${alarmed(sound, name)}`,
    ),
  ];
}

function confusion(results: readonly Result[]): readonly string[] {
  const confirmed = results.filter((result) => result.confirmed && result.injected.length > 0);
  const rows = [...new Set(confirmed.map(({ case: { name } }) => name))].sort();
  const lines = rows.map((name) => {
    const of = confirmed.filter((result) => result.case.name === name);
    const named = of.map((result) => result.named[0]?.id ?? (result.consistent ? 'consistent' : 'nothing'));
    const cells = counted(named).map(([id, count]) => `${id} ${count}`);
    const right = (those: readonly Result[]): string => `${those.filter(isRight).length} of ${those.length}`;
    const [recorded, others] = [of.filter(isRecorded), of.filter((result) => !isRecorded(result))];
    return `| ${name} | ${of.length} | ${percent(of.filter(isRight).length / of.length)} | ${right(recorded)} | ${right(others)} | ${cells.join(', ')} |`;
  });
  return [
    '| injected | cases | right | with a recording | without | named as the heaviest |',
    '|---|---|---|---|---|---|',
    ...lines,
  ];
}

function precision(results: readonly Result[]): readonly string[] {
  const judged = results.filter(({ confirmed, consistent }) => confirmed && !consistent);
  const ids = [...new Set(judged.flatMap(({ named }) => named.slice(0, 1).map(({ id }) => id)))].sort();
  const lines = ids
    .filter((id) => id !== 'undetermined')
    .map((id) => {
      const of = judged.filter(({ named }) => named[0]?.id === id);
      return `| ${id} | ${shareText(of.filter(({ injected }) => injected.includes(id)).length, of.length)} |`;
    });
  return ['| named as the heaviest | injected |', '|---|---|', ...lines];
}

function exceptions(results: readonly Result[]): readonly string[] {
  const wrong = results.filter(
    (result) => result.confirmed && result.injected.length > 0 && !isRight(result) && !isUndetermined(result),
  );
  const alarms = results.filter(
    ({ injected, confirmed, red, statisticsAreOff }) =>
      injected.length === 0 && confirmed && red.length > 0 && statisticsAreOff !== true,
  );
  const causes = ({ named }: Result): string =>
    named.map(({ id, share }) => `${id} ${share.toFixed(2)}`).join(', ');
  return [
    ...wrong.slice(0, 40).map((result) => `- ${result.id}: ${causes(result) || 'nothing named'}`),
    ...alarms.slice(0, 40).map((result) => `- ${result.id}: ${result.red.join(', ')}`),
  ];
}
