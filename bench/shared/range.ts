/** "(0.78 to 0.85)": the least and the most. */
export const range = (values: readonly number[], digits: number): string =>
  `(${Math.min(...values).toFixed(digits)} to ${Math.max(...values).toFixed(digits)})`;
