import type { HeldData, Side, Values } from '../input/Data';
import { inputError } from '../input/inputError';
import type { Slot } from '../input/Slot';
import { type Arrays, arraysIn } from './arraysIn';

/** What a file may call all inputs, or all targets, where there is one of them. */
const usual = {
  xs: ['xs', 'x', 'x_train', 'X', 'X_train', 'inputs', 'features', 'images'],
  ys: ['ys', 'y', 'y_train', 'Y', 'Y_train', 'targets', 'labels'],
} as const;

/** The rows in a file of data: under the names of the model's inputs and outputs, or under one of the usual names of each side. */
export function dataIn(
  file: string,
  { inputs, outputs }: { readonly inputs: readonly Slot[]; readonly outputs: readonly Slot[] },
  where: string,
): HeldData {
  const arrays = arraysIn(file, where);
  const side = (name: 'xs' | 'ys', slots: readonly Slot[]): Side => {
    const found = sideIn(arrays, usual[name], slots);
    if (found !== undefined) return found;
    const names = slots.map((slot) => slot.name);
    throw inputError({
      what: `The data file of ${where}`,
      given: `${file}, which holds ${Object.keys(arrays).join(', ') || 'nothing'}, and no ${name === 'xs' ? 'inputs' : 'targets'} among them`,
      allowed: `${names.join(' and ')}, as the model calls them${slots.length === 1 ? `, or one of ${usual[name].join(', ')}` : ''}`,
      next: `write them under ${slots.length === 1 ? name : 'these names'}`,
    });
  };
  return { xs: side('xs', inputs), ys: side('ys', outputs) };
}

function sideIn(arrays: Arrays, names: readonly string[], slots: readonly Slot[]): Side | undefined {
  if (slots.every(({ name }) => name in arrays))
    return Object.fromEntries(slots.map(({ name }) => [name, arrays[name] as Values]));
  const name = names.find((each) => each in arrays);
  return name === undefined ? undefined : (arrays[name] as Side);
}
