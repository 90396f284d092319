import { inputError } from '../../input/inputError';
import { confusionMatrixPicture } from '../../pictures/confusionMatrixPicture';
import { contactSheet } from '../../pictures/contactSheet';
import { heatMapPicture, mostCells } from '../../pictures/heatMapPicture';
import { argmaxAt, thresholdAt } from '../../snapshot/compare/decisionAt';
import type { OutputNumbers } from '../../snapshot/PredictionSnapshot';
import { decisionWidth, rowsAndColumns } from '../../snapshot/rowsAndColumns';
import type { PictureKind } from './PredictionImageOptions';

export interface Picture {
  readonly png: Buffer;
  /** In words, for the `.snap` file. */
  readonly description: string;
}

/** Draws an output: as asked for, or as what it looks like. */
export function pictureOf(output: OutputNumbers, kind: PictureKind | undefined, where: string): Picture {
  switch (kind ?? (isPictures(output) ? 'image' : 'heatMap')) {
    case 'heatMap':
      return heatMap(output, where);
    case 'confusionMatrix':
      return confusionMatrix(output, where);
    case 'image':
      return images(output, where);
  }
}

const isPictures = ({ shape }: OutputNumbers): boolean => shape.length === 4 && [1, 3, 4].includes(shape[3]!);

function heatMap(output: OutputNumbers, where: string): Picture {
  const { rows, columns } = rowsAndColumns(output.shape);
  if (rows > mostCells.rows || columns > mostCells.columns)
    throw cannotDraw(
      `a heat map of ${rows} rows by ${columns} columns`,
      `at most ${mostCells.rows} rows and ${mostCells.columns} columns, of which every cell has a pixel`,
      'give fewer rows of input, or keep numbers: toMatchPredictionSnapshot takes any size',
      where,
    );
  const { classes } = output;
  const columnNames = Array.from(
    { length: columns },
    (_, column) => classes?.[column % classes.length] ?? String(column),
  );
  const title = `${rows} rows by ${columns} columns`;
  return {
    png: heatMapPicture({ values: output.values, rows, columns, columnNames, title }),
    description: `heat map of ${title}`,
  };
}

function confusionMatrix(output: OutputNumbers, where: string): Picture {
  const { labels, decision, values, shape } = output;
  const width = decisionWidth(shape);
  const single = shape.length <= 2 && (decision === 'argmax' || (decision === 'threshold' && width === 1));
  if (labels === undefined || !single)
    throw cannotDraw(
      labels === undefined
        ? 'a confusion matrix without `labels`'
        : `a confusion matrix of [${shape.join(', ')}] with the decision ${decision}`,
      'one class for each row, and its label',
      labels === undefined
        ? 'pass the true classes: { labels }'
        : "pass { decision: 'argmax' } if the largest number of a row is its class",
      where,
    );
  const names = output.classes ?? Array.from({ length: Math.max(2, width) }, (_, i) => String(i));
  const counts = names.map(() => names.map(() => 0));
  labels.forEach((label, row) => {
    const predicted = decision === 'argmax' ? argmaxAt(values, row * width, width) : thresholdAt(values, row);
    counts[label]![predicted]!++;
  });
  return {
    png: confusionMatrixPicture(counts, names),
    description: `confusion matrix of ${labels.length} rows and ${names.length} classes`,
  };
}

function images(output: OutputNumbers, where: string): Picture {
  const [rows = 0, height = 0, width = 0, channels = 0] = output.shape;
  if (!isPictures(output) || rows * height * width > 16e6)
    throw cannotDraw(
      `pictures of [${output.shape.join(', ')}]`,
      '[rows, height, width, 1, 3 or 4 channels], of 16 million pixels at most',
      'choose another `kind`, or give fewer rows of input',
      where,
    );
  const title = `${rows} pictures of ${width} x ${height}`;
  return {
    png: contactSheet({ values: output.values, shape: [rows, height, width, channels], title }),
    description: title,
  };
}

function cannotDraw(given: string, allowed: string, next: string, where: string): TypeError {
  return inputError({ what: `The picture asked of ${where}`, given, allowed, next });
}
