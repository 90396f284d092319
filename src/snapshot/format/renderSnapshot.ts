import { shortestFloat32 } from '../../numeric/shortestFloat32';
import type {
  DescribedOutput,
  OutputDescription,
  OutputNumbers,
  Prediction,
  SideFile,
} from '../PredictionSnapshot';
import { rowsAndColumns } from '../rowsAndColumns';
import { columnSummaries } from './columnSummaries';
import { tableLine } from './columns';
import { firstLine } from './formatVersion';
import { signed } from './signed';

/** The text of a prediction whose numbers are few enough to be read: one row of each output per line. */
export function renderSmall(prediction: Prediction): string {
  return signed([
    ...head(prediction),
    ...prediction.outputs.flatMap((output) => ['', ...rowLines(output)]),
    '',
  ]);
}

/** The text of a prediction whose numbers are beside it: what a reviewer can take in of them. */
export function renderLarge(prediction: Prediction, file: SideFile): string {
  return signed([
    ...head(prediction),
    ...prediction.outputs.flatMap((output) => ['', ...summaryLines(output)]),
    '',
    `file: ${JSON.stringify(file)}`,
  ]);
}

function head({ inputs, environment }: Prediction): readonly string[] {
  return [firstLine, `inputs: ${JSON.stringify(inputs)}`, `environment: ${JSON.stringify(environment)}`];
}

function described({ name, dtype, shape, decision, classes, labels }: OutputNumbers): string {
  const description: DescribedOutput = {
    name,
    dtype,
    shape,
    decision,
    ...(classes === undefined ? {} : { classes }),
    ...(labels === undefined ? {} : { labelled: true }),
  };
  return `output: ${JSON.stringify(description)}`;
}

function rowLines(output: OutputNumbers): readonly string[] {
  const { values, labels, shape } = output;
  const digits = digitsOf(output);
  const { rows, columns } = rowsAndColumns(shape);
  const lines = Array.from({ length: rows }, (_, row) =>
    tableLine(
      String(row),
      Array.from({ length: columns }, (_, column) => digits(values[row * columns + column]!)),
      labels === undefined ? undefined : String(labels[row]),
    ),
  );
  const titles = tableLine('row', columnNames(output, columns), labels === undefined ? undefined : 'label');
  return [described(output), titles, ...lines];
}

function digitsOf({ dtype }: OutputDescription): (value: number) => string {
  return dtype === 'float32' ? shortestFloat32 : String;
}

/** Class names, over and over where a row holds several decisions. */
function columnNames({ classes }: OutputDescription, columns: number): readonly string[] {
  return Array.from({ length: columns }, (_, column) => classes?.[column % classes.length] ?? String(column));
}

function summaryLines(output: OutputNumbers): readonly string[] {
  const { columns } = rowsAndColumns(output.shape);
  const names = columnNames(output, columns);
  const digits = digitsOf(output);
  const lines = columnSummaries(output).map(({ column, minimum, maximum, mean, notFinite }) =>
    tableLine(
      column,
      [
        ...(output.classes === undefined ? [] : [names[Number(column)] ?? '']),
        digits(minimum),
        digits(maximum),
        String(Number(mean.toPrecision(6))),
      ],
      notFinite === 0 ? undefined : `   not finite: ${notFinite}`,
    ),
  );
  const titles = [...(output.classes === undefined ? [] : ['class']), 'minimum', 'maximum', 'mean'];
  return [described(output), tableLine('column', titles), ...lines];
}
