import type { Drift, OutputDrift, Revision, TestDrift } from '../Drift';
import { figure, table } from './table';

/** What moved between two revisions, for a terminal. */
export function driftText({ from, to, tests }: Drift): string {
  const compared = tests.flatMap((test) => (test.kind === 'compared' ? [test] : []));
  const rows = compared.flatMap((test) => test.outputs.map((output) => outputRow(test, output)));
  const notes = tests.flatMap(notesOn);
  return [
    `Drift of predictions, ${named(from)} -> ${named(to)}`,
    '',
    ...(rows.length === 0 ? ['No test has a snapshot in both.'] : table(titles, rows)),
    ...(notes.length === 0 ? [] : ['', ...notes]),
  ].join('\n');
}

/** One line for each release: what moved against the one before. */
export function historyText(first: Revision, drifts: readonly Drift[]): string {
  const rows = drifts.map(({ from, to, tests }) => [to.name, from.name, ...totals(tests)]);
  const notes = drifts.flatMap(({ to, tests }) =>
    tests.flatMap(notesOn).map((note) => `${to.name}: ${note}`),
  );
  return [
    `Drift of predictions since ${named(first)}, release by release`,
    '',
    ...table(['release', 'against', 'tests', 'moved', 'largest', 'mean', 'flips', 'accuracy'], rows),
    ...(notes.length === 0 ? [] : ['', ...notes]),
  ].join('\n');
}

const titles = ['test', 'output', 'rows', 'largest', 'mean', 'flips', 'accuracy'];

const named = ({ name, commit }: Revision): string =>
  commit.startsWith(name) ? commit.slice(0, 9) : `${name} (${commit.slice(0, 9)})`;

function outputRow({ test }: TestDrift, output: OutputDrift): readonly string[] {
  const { rows, largest, mean, flips, decisions, accuracy } = output;
  return [
    test,
    output.output,
    rows.toLocaleString('en-US'),
    figure(largest),
    figure(mean),
    decisions === 0 ? '-' : `${flips} of ${decisions.toLocaleString('en-US')}`,
    accuracy === undefined ? '-' : accuracyText(accuracy),
  ];
}

const accuracyText = ({ from, to }: { readonly from: number; readonly to: number }): string =>
  `${from.toFixed(3)} -> ${to.toFixed(3)}`;

/** Of all outputs together; the accuracy is that which changed most. */
function totals(tests: readonly TestDrift[]): readonly string[] {
  const outputs = tests.flatMap((test) => (test.kind === 'compared' ? test.outputs : []));
  const numbers = outputs.reduce((sum, { rows, columns }) => sum + rows * columns, 0);
  const sum = outputs.reduce((all, { mean, rows, columns }) => all + mean * rows * columns, 0);
  const decisions = outputs.reduce((all, output) => all + output.decisions, 0);
  const flips = outputs.reduce((all, output) => all + output.flips, 0);
  const [accuracy] = outputs
    .flatMap((output) => (output.accuracy === undefined ? [] : [output.accuracy]))
    .sort((a, b) => Math.abs(b.to - b.from) - Math.abs(a.to - a.from));
  const moved = tests.filter(
    (test) => test.kind === 'compared' && test.outputs.some(({ largest }) => largest > 0),
  );
  return [
    String(tests.filter(({ kind }) => kind !== 'removed').length),
    String(moved.length),
    outputs.length === 0 ? '-' : figure(Math.max(...outputs.map(({ largest }) => largest))),
    outputs.length === 0 ? '-' : figure(sum / numbers),
    decisions === 0 ? '-' : `${flips} of ${decisions.toLocaleString('en-US')}`,
    accuracy === undefined ? '-' : accuracyText(accuracy),
  ];
}

/** What a reader must know beside the figures. */
function notesOn(test: TestDrift): readonly string[] {
  const { renamedFrom } = test;
  const place = `\`${test.test}\` (${test.file})`;
  const renamed =
    renamedFrom === undefined
      ? []
      : [`renamed: ${place}, before \`${renamedFrom.test}\` (${renamedFrom.file})`];
  return [...renamed, ...remark(test, place)];
}

function remark(test: TestDrift, place: string): readonly string[] {
  switch (test.kind) {
    case 'compared':
      return test.changed.length === 0 ? [] : [`not the model alone: ${place}: ${test.changed.join(', ')}`];
    case 'other outputs':
      return [`other outputs: ${place}: ${test.from} -> ${test.to}`];
    case 'unreadable':
      return [`unreadable at ${test.revision}: ${place}: ${test.why}`];
    case 'added':
      return [`added: ${place}`];
    case 'removed':
      return [`removed: ${place}`];
  }
}
