export type Axis = 0 | 1 | 2;

export type PerAxis<T> = readonly [depth: T, height: T, width: T];

/** A value for each axis of an image. */
export const axes = <T>(value: (axis: Axis) => T): PerAxis<T> => [value(0), value(1), value(2)];

/** value(0), value(1) ... value(count - 1) */
export const range = (count: number, value = (index: number): number => index): number[] =>
  Array.from({ length: count }, (_, index) => value(index));
