import type { Values } from './Data';
import { given, isPromise } from './given';
import { inputError } from './inputError';
import type { Slot } from './Slot';

/** `xs` or `ys` as an error names it. */
export interface Named {
  readonly side: 'xs' | 'ys';
  readonly where: string;
}

/** What each input or output is given: the only one, several in order, or several by name. */
export function valuesBySlot(
  value: unknown,
  slots: readonly Slot[],
  { side, where }: Named,
): readonly unknown[] {
  const what = `\`${side}\` of ${where}`;
  const names = slots.map(({ name }) => name);
  if (isRecord(value)) return byName(value, names, what);
  if (Array.isArray(value) && (slots.length > 1 || isListOfOne(value)))
    return inModelOrder(value as unknown[], names, what);
  if (slots.length === 1) return [value];
  throw inputError({
    what,
    given: given(value),
    allowed: `an array of ${slots.length}, or an object with ${names.join(', ')}`,
    next: `give every one of ${names.join(', ')}: by name, or in this order`,
  });
}

/** How an error names what one slot was given. */
export function nameOf(slot: Slot, slots: readonly Slot[], { side, where }: Named): string {
  return slots.length === 1 ? `\`${side}\` of ${where}` : `\`${side}.${slot.name}\` of ${where}`;
}

export function isTensor(value: unknown): value is Extract<Values, { dataId: object }> {
  return typeof value === 'object' && value !== null && 'dataId' in value && 'shape' in value;
}

/** `[tensor]` for a model of one input; a list of numbers or of lists is the values themselves. */
function isListOfOne(value: readonly unknown[]): boolean {
  return value.length === 1 && (isTensor(value[0]) || isShaped(value[0]));
}

export function isShaped(value: unknown): value is { values: unknown; shape: unknown } {
  return typeof value === 'object' && value !== null && 'values' in value && 'shape' in value;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return !isTensor(value) && !isShaped(value) && !ArrayBuffer.isView(value) && !isPromise(value);
}

function byName(
  record: Readonly<Record<string, unknown>>,
  names: readonly string[],
  what: string,
): readonly unknown[] {
  const keys = Object.keys(record);
  const missing = names.filter((name) => record[name] === undefined);
  const unknown = keys.filter((key) => !names.includes(key));
  if (missing.length === 0 && unknown.length === 0) return names.map((name) => record[name]);
  throw inputError({
    what,
    given: keys.length === 0 ? given(record) : `an object with ${keys.join(', ')}`,
    allowed:
      names.length === 1
        ? `a tensor, { values, shape }, nested numbers, or an object with ${names[0]}`
        : `an object with ${names.join(', ')}`,
    next:
      missing.length > 0
        ? `give ${missing.map((name) => `\`${name}\``).join(', ')}: the names are those of the model's layers`
        : `remove ${unknown.map((name) => `\`${name}\``).join(', ')}, or correct the name`,
  });
}

function inModelOrder(list: readonly unknown[], names: readonly string[], what: string): readonly unknown[] {
  if (list.length === names.length) return list;
  throw inputError({
    what,
    given: `an array of ${list.length}`,
    allowed: `an array of ${names.length}, in the order ${names.join(', ')}`,
    next: `give every one of ${names.join(', ')}: by name, or in this order`,
  });
}
