import type { Repair } from '../../../probes/repairs/Repair';
import type { Cause } from '../../Cause';
import { undetermined } from './undetermined';
import { repairText } from '../../text/repairText';

/** The cause that a repair of the data proves; undetermined where another repair does as much. */
export function repairedData(
  share: number,
  repairs: readonly Repair[],
  classNames: readonly string[] | undefined,
): Cause {
  const causes = repairs.map((each) => causeOf(share, each, classNames));
  if (causes.length === 1) return causes[0]!;
  return {
    ...undetermined(
      share,
      causes.map(({ id }) => id),
      repairText.rivals,
    ),
    evidence: [repairText.rivals, ...causes.flatMap(({ evidence }) => evidence)],
  };
}

function causeOf(share: number, repair: Repair, classNames: readonly string[] | undefined): Cause {
  switch (repair.kind) {
    case 'inputs':
      return repair.isPadding
        ? { id: 'padding-dependent', share, ...repairText.padding(repair) }
        : { id: 'preparation-mismatch', share, ...repairText.inputs(repair) };
    case 'classes':
      return { id: 'classes-permuted', share, ...repairText.classes(repair, classNames) };
    case 'order':
      return { id: 'rows-misaligned', share, ...repairText.order(repair.order) };
  }
}
