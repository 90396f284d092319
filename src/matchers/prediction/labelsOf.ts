import { given } from '../../input/given';
import { inputError } from '../../input/inputError';
import type { PredictedOutput } from '../../probes/predictions/Predictions';
import { decisionWidth } from '../../snapshot/rowsAndColumns';

interface TensorLike {
  readonly shape: readonly number[];
  dataSync(): ArrayLike<number>;
}

/** The class of every row for each output that has labels. They may be class indices or one-hot, of one output or by name. */
export function labelsOf(
  labels: unknown,
  outputs: readonly PredictedOutput[],
  where: string,
): readonly (Int32Array | undefined)[] {
  if (labels === undefined) return outputs.map(() => undefined);
  if (isByName(labels)) return outputs.map((output) => ofOutput(labels[output.name], output, where));
  if (outputs.length > 1)
    throw refused(
      labels,
      `an object with labels by output: ${outputs.map(({ name }) => name).join(', ')}`,
      where,
    );
  return [ofOutput(labels, outputs[0]!, where)];
}

const isTensor = (value: unknown): value is TensorLike =>
  typeof value === 'object' && value !== null && 'dataSync' in value && 'shape' in value;

function isByName(value: unknown): value is Readonly<Record<string, unknown>> {
  const isPlain = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isPlain && !ArrayBuffer.isView(value) && !isTensor(value);
}

function ofOutput(labels: unknown, { shape }: PredictedOutput, where: string): Int32Array | undefined {
  if (labels === undefined) return undefined;
  const rows = shape[0]!;
  const classes = Math.max(2, decisionWidth(shape));
  const values = numbersIn(labels);
  const indices = values.length === rows ? values : classesOf(values, rows, decisionWidth(shape));
  const isClass = (value: number): boolean => Number.isInteger(value) && value >= 0 && value < classes;
  if (indices?.every(isClass) === true) return Int32Array.from(indices);
  throw refused(labels, `${rows} class indices from 0 to ${classes - 1}, or as many one-hot rows`, where);
}

function numbersIn(labels: unknown): readonly number[] {
  if (isTensor(labels)) return Array.from(labels.dataSync());
  if (ArrayBuffer.isView(labels)) return Array.from(labels as unknown as ArrayLike<number>);
  return Array.isArray(labels) ? (labels as unknown[]).flat(Infinity).map(Number) : [];
}

/** Where the one of each row is; none where a row has not exactly one. */
function classesOf(values: readonly number[], rows: number, width: number): readonly number[] | undefined {
  if (values.length !== rows * width) return undefined;
  const found = Array.from({ length: rows }, (_, row) => values.slice(row * width, (row + 1) * width));
  const isOneHot = (row: readonly number[]): boolean =>
    row.filter((value) => value === 1).length === 1 && row.every((value) => value === 0 || value === 1);
  return found.every(isOneHot) ? found.map((row) => row.indexOf(1)) : undefined;
}

function refused(labels: unknown, allowed: string, where: string): TypeError {
  return inputError({
    what: `The option \`labels\` of ${where}`,
    given: given(labels),
    allowed,
    next: 'give the true class of every row that is predicted, in the order of the inputs',
  });
}
