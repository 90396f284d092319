/** JSON has no NaN, no Infinity and no -0; here they are `{ "number": "NaN" }`. */
interface OddNumber {
  readonly number: string;
}

const isOdd = (value: number): boolean => !Number.isFinite(value) || Object.is(value, -0);

/** JSON that brings back every number to the bit. */
export function exactJson(value: unknown): string {
  return JSON.stringify(value, (_name, each: unknown) =>
    typeof each === 'number' && isOdd(each) ? { number: Object.is(each, -0) ? '-0' : String(each) } : each,
  );
}

export function parseExactJson(text: string): unknown {
  return JSON.parse(text, (_name, each: unknown) => (isOddNumber(each) ? Number(each.number) : each));
}

function isOddNumber(value: unknown): value is OddNumber {
  if (typeof value !== 'object' || value === null) return false;
  const { number } = value as Partial<OddNumber>;
  return typeof number === 'string' && Object.keys(value).length === 1;
}
