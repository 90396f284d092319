/** A short description of any value for an error message: its kind, and its content when that is small. */
export function given(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value === 'string')
    return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value);
  if (isPromise(value)) return 'a promise';
  if (typeof value === 'function') return value.name === '' ? 'a function' : `the function ${value.name}`;
  if (ArrayBuffer.isView(value)) return `a ${value.constructor.name}`;
  if (Array.isArray(value)) return listGiven(value);
  return objectGiven(value);
}

/** Shapes and the like in full; longer lists, and lists of lists, by their length. */
function listGiven(list: readonly unknown[]): string {
  return list.length > 6 || list.some(Array.isArray)
    ? `an array of ${list.length}`
    : `[${list.map(given).join(', ')}]`;
}

function objectGiven(value: object): string {
  const name = (value.constructor as { name?: string } | undefined)?.name ?? '';
  if (name !== '' && name !== 'Object') return `a ${name}`;
  const keys = Object.keys(value);
  return keys.length === 0 ? 'an empty object' : `an object with ${keys.slice(0, 6).join(', ')}`;
}

export function isPromise(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
