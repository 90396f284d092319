import type { Modes, Rung, RungName } from '../../probes/modes/Modes';
import type { JudgedMetric } from '../consistency/ConsistencyVerdict';
import { openingSteps } from '../consistency/ladderSteps';
import { metric as figure } from './figures';

export const rungNames: Readonly<Record<RungName, string>> = {
  'fit-time': 'fit time',
  'training-mode': 'training mode',
  'dropout-off': 'dropout off',
  'population-batchnorm': 'population BatchNorm',
  'inference-mode': 'inference mode',
};

/** What changes between a rung and the one above it. */
export const changes: Readonly<Record<RungName, string>> = {
  'fit-time': '',
  'training-mode': 'other data, or weights that moved',
  'dropout-off': 'dropout and noise',
  'population-batchnorm': 'batch statistics',
  'inference-mode': 'moving statistics',
};

const rungOfStep = {
  data: 'training-mode',
  noise: 'dropout-off',
  'batch statistics': 'population-batchnorm',
  'moving statistics': 'inference-mode',
} as const;

/** The rungs below the steps that open the gap; none where it is within tolerance. */
export function openingRungs(modes: Modes, judged: JudgedMetric): readonly RungName[] {
  if (Math.abs(judged.gap) <= judged.tolerance) return [];
  return openingSteps(modes, judged).map(({ name }) => rungOfStep[name]);
}

/** The mode ladder as a table: the judged accuracy and the loss on every rung, and the step of the judged metric. */
export function ladderText(modes: Modes, judged: JudgedMetric): readonly string[] {
  const { accuracy, loss } = columns(modes, judged);
  const marked = openingRungs(modes, judged);
  return aligned(
    modes.ladder.map((rung) => [
      rungNames[rung.rung],
      ...(accuracy === undefined ? [] : [`${accuracy} ${figureOn(rung, accuracy, 'accuracy')}`]),
      ...(loss === undefined ? [] : [`${loss} ${figureOn(rung, loss, 'loss').padStart(7)}`]),
      stepOf(rung, judged),
      marked.includes(rung.rung) ? `<- ${changes[rung.rung]}` : '',
    ]),
  );
}

/** The judged metric and its companion: an accuracy and a loss of the same output, as far as the fit reported them. */
function columns(
  { accuracies, lossScales, outputOf }: Modes,
  judged: JudgedMetric,
): { readonly accuracy: string | undefined; readonly loss: string | undefined } {
  const output = outputOf[judged.name];
  const companion = (names: readonly string[]): string | undefined =>
    names.find((name) => output !== undefined && outputOf[name] === output) ?? names[0];
  const losses = 'loss' in lossScales ? ['loss', ...Object.keys(lossScales)] : Object.keys(lossScales);
  return judged.kind === 'accuracy'
    ? { accuracy: judged.name, loss: companion(losses) }
    : { accuracy: companion(accuracies), loss: judged.name };
}

function figureOn(rung: Rung, name: string, kind: 'accuracy' | 'loss'): string {
  return figure(rung.metrics[name]!, kind);
}

function stepOf({ step }: Rung, { name, kind }: JudgedMetric): string {
  if (step === undefined) return '';
  const text = figure(step[name]!, kind);
  // -0.000 would be read as a change.
  const unsigned = /^-0\.0+$/.test(text) ? text.slice(1) : text;
  return unsigned.startsWith('-') ? unsigned : ` ${unsigned}`;
}

/** Columns two spaces apart and as wide as their widest cell; empty ends are cut. */
function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i]! + 2)).join('')}`.trimEnd());
}
