/** Rows of an output, and the numbers in each. An output of rank 0 or 1 has one number in a row. */
export function rowsAndColumns(shape: readonly number[]): {
  readonly rows: number;
  readonly columns: number;
} {
  const [rows = 1, ...rest] = shape;
  return { rows, columns: rest.reduce((product, size) => product * size, 1) };
}

/** Numbers that one decision is taken from: those of the last axis. */
export function decisionWidth(shape: readonly number[]): number {
  return shape.length < 2 ? 1 : shape.at(-1)!;
}
