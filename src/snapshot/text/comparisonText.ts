import { decisionWidth } from '../rowsAndColumns';
import type { Flip, OutputComparison } from '../compare/OutputComparison';
import type { JudgedOutput } from '../judge/Outcome';
import type { OutputDescription } from '../PredictionSnapshot';
import { amount, count, roundedUp, value } from './figures';

/** What there is to say about one output that differs from its snapshot. */
export function comparisonText(judged: JudgedOutput): readonly string[] {
  const { comparison } = judged;
  return [
    headline(judged),
    worstText(comparison),
    flipsText(judged),
    variationText(comparison),
    accuracyText(comparison),
    wouldPassText(judged),
  ].filter((line) => line !== undefined);
}

function headline({ comparison, tolerance: { atol, rtol }, reason }: JudgedOutput): string {
  const { output, rows, columns, differingRows, differingNumbers } = comparison;
  const differ =
    differingNumbers === 0
      ? `all ${count(rows * columns, 'number')} are within`
      : `${count(differingRows, 'row')} of ${rows.toLocaleString('en-US')} differ, ` +
        `${count(differingNumbers, 'number')} of ${(rows * columns).toLocaleString('en-US')}; allowed:`;
  return `${nameOf(output)}: ${differ} ${amount(atol)} + ${amount(rtol)} * |stored| (${reason})`;
}

function worstText({ worst, output }: OutputComparison): string | undefined {
  if (worst === undefined) return undefined;
  const { row, column, stored, predicted, difference, allowed } = worst;
  return (
    `  worst: row ${row}, ${placeOf(output, column)}: stored ${value(stored)}, predicted ${value(predicted)}, ` +
    `off by ${amount(difference)}, allowed ${amount(allowed)}`
  );
}

function flipsText({ comparison, decisionsHold }: JudgedOutput): string | undefined {
  const { flips, decisions, listedFlips, output } = comparison;
  if (output.decision === 'none') return undefined;
  if (flips === 0) return `  flips: none of ${count(decisions, 'decision')} changed`;
  const more = flips > listedFlips.length ? [`and ${count(flips - listedFlips.length, 'other')}`] : [];
  const head = `  flips: ${flips.toLocaleString('en-US')} of ${count(decisions, 'decision')} changed${decisionsHold ? ', none may' : ''}`;
  return [
    head,
    ...[...listedFlips.map((flip) => flipText(flip, output)), ...more].map((line) => `    ${line}`),
  ].join('\n');
}

function flipText({ row, position, from, to, margin }: Flip, output: OutputDescription): string {
  const at = output.shape.length > 2 ? `row ${row}, position ${position}` : `row ${row}`;
  if (output.decision === 'argmax')
    return `${at}: ${className(output, from)} -> ${className(output, to)} (margin was ${amount(margin)})`;
  const place = output.shape.length < 2 || output.shape[1] === 1 ? '' : `, ${placeOf(output, position)}`;
  return `row ${row}${place}: ${from === 1 ? 'yes -> no' : 'no -> yes'} at 0.5 (was ${amount(margin)} from it)`;
}

function variationText({ totalVariation }: OutputComparison): string | undefined {
  if (totalVariation === undefined) return undefined;
  const { mean, largest, row } = totalVariation;
  return `  distributions: total variation per row ${amount(mean)} on average, ${amount(largest)} at most (row ${row})`;
}

function accuracyText({ accuracy }: OutputComparison): string | undefined {
  if (accuracy === undefined) return undefined;
  return `  accuracy on the labels: ${accuracy.stored.toFixed(3)} stored, ${accuracy.predicted.toFixed(3)} predicted`;
}

function wouldPassText({ comparison, decisionsHold, tolerance }: JudgedOutput): string | undefined {
  const { wouldPass, differingNumbers, flips } = comparison;
  if (differingNumbers === 0) return undefined;
  const options = [
    ...(Number.isFinite(wouldPass.atol)
      ? [`atol: ${roundedUp(wouldPass.atol)} (rtol ${amount(tolerance.rtol)})`]
      : []),
    ...(Number.isFinite(wouldPass.rtol)
      ? [`rtol: ${roundedUp(wouldPass.rtol)} (atol ${amount(tolerance.atol)})`]
      : []),
  ];
  if (options.length === 0)
    return '  no tolerance would have passed: a number is NaN or Infinity on one side alone';
  const still = decisionsHold && flips > 0 ? ', once asked for' : '';
  return `  would have passed${still}: ${options.join(', or ')}`;
}

export function nameOf({ name, dtype, shape }: OutputDescription): string {
  return `output ${name === '' ? '(without a name)' : name}, ${dtype} [${shape.join(', ')}]`;
}

/** Where a number stands in its row. */
function placeOf(output: OutputDescription, column: number): string {
  const width = decisionWidth(output.shape);
  if (output.shape.length < 2) return 'its number';
  const place = className(output, column % width);
  return output.shape.length === 2 ? place : `position ${Math.floor(column / width)}, ${place}`;
}

function className({ classes }: OutputDescription, index: number): string {
  return classes?.[index] ?? `column ${index}`;
}
