// The types of the package are those of its ES module, which a CommonJS file may not import.
type Munkres = (costs: readonly (readonly number[])[]) => [row: number, column: number][];

/** The column of each row of a square matrix of costs, each column once, of which the costs sum to the least (Kuhn 1955, Munkres 1957). */
export function assignment(costs: readonly (readonly number[])[]): readonly number[] {
  const { munkres } = require('munkres') as { readonly munkres: Munkres };
  const columns = new Array<number>(costs.length).fill(0);
  for (const [row, column] of munkres(costs)) columns[row] = column;
  return columns;
}
