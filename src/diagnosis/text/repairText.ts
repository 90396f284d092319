import type { Repair, RowOrder } from '../../probes/repairs/Repair';
import { count } from './figures';
import type { Said } from '../Cause';

type Of<Kind extends Repair['kind']> = Extract<Repair, { kind: Kind }>;

const ofInput = (input: string | undefined): string => (input === undefined ? '' : ` of ${input}`);

/** Said about data that are not what the fit had, and what makes them so. */
export const repairText = {
  rivals: 'more than one repair of the data brings back what fit promised, and nothing tells which it is:',

  inputs: ({ map, input }: Of<'inputs'>): Said => ({
    evidence: [
      `the inputs${ofInput(input)} are not prepared as for the fit: with one step more, "${map}", the model gives what fit promised.`,
    ],
    remedy: [
      `prepare the inputs${ofInput(input)} in one function, for fit and for predict alike; here: ${map}`,
    ],
  }),

  padding: ({ map, input }: Of<'inputs'>): Said => ({
    evidence: [
      `the padding of the sequences${ofInput(input)} stands where it did not in the fit, and the predictions depend on it.`,
    ],
    remedy: [map],
  }),

  classes: ({ to, output, right }: Of<'classes'>, classNames: readonly string[] | undefined): Said => ({
    evidence: [
      `the targets${ofInput(output)} number the classes in another way than the fit did: with the classes of the model ${(100 * right).toFixed(0)} % of the rows are right.`,
      `Class of these targets -> class of the model: ${permutation(to, classNames)}.`,
    ],
    remedy: ['number the classes as the fit did (sort the names, or keep the list beside the model)'],
  }),

  /** @param order undefined where the order is none that has a name */
  order: (order: RowOrder | undefined): Said => ({
    evidence: [`targets do not stand beside the rows that they belong to: ${orderText(order)}.`],
    remedy: [
      'keep inputs and targets together: shuffle, sort and cut both at once, and do not shuffle what predict is given',
    ],
  }),
};

/** Only what changes; at most twelve. */
function permutation(to: readonly number[], classNames: readonly string[] | undefined): string {
  const called = (c: number): string =>
    classNames?.[c] === undefined ? String(c) : `${c} (${classNames[c]})`;
  const moved = to.map((c, from) => [from, c] as const).filter(([from, c]) => from !== c);
  const shown = moved.slice(0, 12).map(([from, c]) => `${from} -> ${called(c)}`);
  return shown.join(', ') + (moved.length > shown.length ? `, and ${moved.length - shown.length} more` : '');
}

function orderText(order: RowOrder | undefined): string {
  switch (order?.kind) {
    case undefined:
      return 'both are those of the fit, each by itself, and the pairs are not';
    case 'shifted':
      return `a row's target stands ${count(order.by, 'row')} further on (counted round the end)`;
    case 'reversed':
      return 'they are in reverse order';
    case 'sorted':
      return `the inputs are sorted by target${order.descending ? ', the largest first' : ''}, and the targets are not`;
  }
}
