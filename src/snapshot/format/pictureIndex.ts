import { signed, vouchedLines } from './signed';

/** What the `.snap` file knows of a picture: the picture itself lies beside it. */
export interface PictureIndex {
  /** In words: "heat map of 30 rows by 3 columns". */
  readonly description: string;
  /** SHA-256 of the PNG file as it was drawn. */
  readonly drawn: string;
  readonly name: string;
}

const firstLine = 'Prediction picture, version 1';

export function renderPictureIndex({ description, drawn, name }: PictureIndex): string {
  return signed([
    firstLine,
    description,
    `drawn: ${JSON.stringify(drawn)}`,
    `file: ${JSON.stringify({ name })}`,
  ]);
}

/**
 * @returns the name of the picture's file
 * @throws SnapshotDamaged
 */
export function pictureNamedIn(text: string): string {
  const line = vouchedLines(text, firstLine).at(-1)!;
  return (JSON.parse(line.slice('file: '.length)) as { name: string }).name;
}
