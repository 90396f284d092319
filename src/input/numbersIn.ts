import { given } from './given';

/** Nested numbers laid out flat, or the first place where they do not form an array of one shape. */
export type Flattened =
  | { readonly kind: 'numbers'; readonly values: readonly number[]; readonly shape: readonly number[] }
  | { readonly kind: 'ragged'; readonly at: readonly number[]; readonly seen: string };

export function numbersIn(nested: readonly unknown[]): Flattened {
  const shape = shapeAlongFirst(nested);
  const values: number[] = [];
  const ragged = collect(nested, shape, [], values);
  return ragged ?? { kind: 'numbers', values, shape };
}

/** The lengths along the first element of each depth: what all others are held against. */
function shapeAlongFirst(nested: readonly unknown[]): number[] {
  const shape: number[] = [];
  for (let part: unknown = nested; Array.isArray(part); part = (part as unknown[])[0])
    shape.push(part.length);
  return shape;
}

function collect(
  part: unknown,
  shape: readonly number[],
  at: readonly number[],
  values: number[],
): Flattened | undefined {
  const [length, ...inner] = shape;
  if (length === undefined) {
    if (typeof part !== 'number' && typeof part !== 'boolean')
      return { kind: 'ragged', at, seen: given(part) };
    values.push(Number(part));
    return undefined;
  }
  if (!Array.isArray(part) || part.length !== length) return { kind: 'ragged', at, seen: given(part) };
  for (const [i, each] of (part as unknown[]).entries()) {
    const ragged = collect(each, inner, [...at, i], values);
    if (ragged !== undefined) return ragged;
  }
  return undefined;
}
