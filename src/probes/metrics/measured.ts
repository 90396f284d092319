import { inputError } from '../../input/inputError';
import type { CompiledMetric, TensorFunction } from './Compiled';
import type { Formula } from './formulas';
import { isKnownLoss } from './knownLosses';
import type { KnownFunctions } from './knownFunctions';
import type { Loss, Metric } from './Metric';
import { ownFunction } from './ownFunction';
import { perRow } from './perRow';

/** The output that losses and metrics are of. */
export interface Owner {
  /** In errors: `the output digit of the model given to measureModes`. */
  readonly called: string;
  /** Of its metrics' names: `digit_`, nothing where there is one output. */
  readonly prefix: string;
  readonly known: KnownFunctions;
}

export function lossOf(of: TensorFunction, reported: string, { known, called }: Owner): Loss {
  const formula = known.get(of);
  const way = measured(of, formula, `The loss${of.name === '' ? '' : ` ${of.name}`} of ${called}`);
  const resolved = formula !== undefined && isKnownLoss(formula.name) ? formula.name : undefined;
  return withGetter({ name: reported, reported, kind: 'loss', resolved, perRow: way.perRow }, way);
}

export function metricOf({ of, name, reported }: CompiledMetric, { known, called, prefix }: Owner): Metric {
  const formula = known.get(of);
  const printed = printedName(name.slice(prefix.length), formula);
  const way = measured(of, formula, `The metric ${printed} of ${called}`);
  const kind = formula?.kind ?? 'other';
  const numbered = prefix + printed + reported.slice(name.length);
  return withGetter({ name: numbered, reported, kind, resolved: formula?.name, perRow: way.perRow }, way);
}

function printedName(name: string, formula: Formula | undefined): string {
  if (name === '') return 'anonymous';
  return name === 'acc' && formula?.kind === 'accuracy' ? 'accuracy' : name;
}

type Way = Pick<Metric, 'batchwise' | 'perRow'>;

/** `batchwise` of a function of one's own changes when it is called. */
function withGetter<T extends object>(metric: T, way: Way): T & Pick<Metric, 'batchwise'> {
  return Object.defineProperty(metric, 'batchwise', { get: () => way.batchwise, enumerable: true }) as T &
    Pick<Metric, 'batchwise'>;
}

/** By the formula where there is one, otherwise by calling the function. */
function measured(of: TensorFunction, formula: Formula | undefined, what: string): Way {
  if (formula === undefined) return ownFunction(of, what);
  return {
    batchwise: formula.batchwise,
    perRow: (targets, predictions) => {
      const returned = formula.of(targets, predictions);
      if (returned !== undefined) return perRow(returned, predictions.rows);
      throw inputError({
        what,
        given: `not defined for targets [${targets.shape.join(', ')}] and predictions [${predictions.shape.join(', ')}]`,
        allowed: 'targets of the shape that it takes, or a loss and metrics for targets of this shape',
        next: 'use one-hot targets with the categorical losses and metrics, class indices with the sparse ones',
      });
    },
  };
}
