import type { Comparison, Outcome } from '../judge/Outcome';
import type { Environment, OutputDescription } from '../PredictionSnapshot';
import { comparisonText, nameOf } from './comparisonText';

/** Where a snapshot is, for a reader who has to find it. */
export interface SnapshotPlace {
  readonly key: string;
  readonly snapFile: string;
}

/** The message of a snapshot that does not hold. */
export function outcomeText(outcome: Outcome, place: SnapshotPlace): string {
  return [`Snapshot name: \`${place.key}\``, '', ...linesFor(outcome, place)].join('\n');
}

function linesFor(outcome: Outcome, place: SnapshotPlace): readonly string[] {
  switch (outcome.kind) {
    case 'different':
      return differentLines(outcome);
    case 'other outputs':
      return otherOutputs(outcome);
    case 'unreadable':
      return unreadable(outcome.why, place);
    case 'missing':
      return missing(outcome.predicted);
    case 'matching':
    case 'written':
    case 'updated':
      return ['The predictions match the snapshot.'];
  }
}

function differentLines(outcome: Extract<Comparison, { kind: 'different' }>): readonly string[] {
  const { outputs, stored, now, sameInputs } = outcome;
  const trained = stored.weights === 'trained' || now.weights === 'trained';
  return [
    'The predictions are not those of the snapshot.',
    '',
    ...outputs.filter(({ holds }) => !holds).flatMap(comparisonText),
    '',
    ...(sameInputs ? [] : ['The inputs are other ones than those of the snapshot.']),
    ...environmentChange(stored, now),
    ...(trained ? [trainedHint] : []),
    ...whatToDo,
  ];
}

const trainedHint =
  'The weights were trained in the test, and training ends elsewhere on every engine: a saved model makes a sharper test\n' +
  "  (await saveModel(trained, 'models/mine') once, then expect('models/mine').toMatchPredictionSnapshot(inputs)).";

const whatToDo = [
  'If the change is wanted: run the same test again with -u (npx jest <test file> -u), and commit the snapshot.',
  'If it is not: look at what changed in the model, its weights or the preparation of its inputs.',
];

function environmentChange(stored: Environment, now: Environment): readonly string[] {
  const names = ['engine', 'device', 'tfjs', 'backend', 'project', 'weights', 'seed'] as const;
  const changed = names.filter((name) => stored[name] !== now[name]);
  const said = changed.map((name) => `${name} ${stored[name] ?? 'unknown'} -> ${now[name] ?? 'unknown'}`);
  return said.length === 0 ? [] : [`Since the snapshot: ${said.join(', ')}.`];
}

function otherOutputs({
  stored,
  predicted,
}: Extract<Comparison, { kind: 'other outputs' }>): readonly string[] {
  const list = (outputs: readonly OutputDescription[]): readonly string[] =>
    outputs.map((output) => `    ${nameOf(output)}`);
  return [
    'The model has other outputs than the snapshot.',
    '',
    '  stored:',
    ...list(stored),
    '  predicted:',
    ...list(predicted),
    '',
    ...whatToDo,
  ];
}

function unreadable(why: string, { snapFile }: SnapshotPlace): readonly string[] {
  return [
    `The snapshot cannot be read: ${why}.`,
    `  In: ${snapFile}`,
    '',
    'Nothing was compared and nothing was overwritten. Restore it (git checkout -- the snapshot folder),',
    'or run the test again with -u to keep what the model predicts now.',
  ];
}

function missing(predicted: readonly OutputDescription[]): readonly string[] {
  return [
    'There is no snapshot of this name, and none is written under --ci.',
    '',
    ...predicted.map((output) => `  predicted: ${nameOf(output)}`),
    '',
    'Run the test once without --ci, look at the snapshot that it writes, and commit it.',
  ];
}
