import type { Rows } from '../../input/Rows';
import type { Look } from '../experiments/RowsSeen';
import type { MetricValues } from '../recording/Recording';
import type { Repair } from './Repair';

/** Whether such metrics would keep what the fit promised; `tolerated`, 1 by default: within how many times the tolerance. */
export type Keeps = (metrics: MetricValues, tolerated?: number) => boolean;

/** Rows that training mode misses the promise on by less than this many tolerances are no other rows: batches differ by as much. */
export const nearlyKept = 2;

/** Which are tried; `but statistics` leaves out those that use statistics of the rows. */
export type Repairs = 'none' | 'all' | 'but statistics';

export interface FoundRepair {
  readonly found: {
    readonly repair: Repair;
    /** Others that keep the promise as well. */
    readonly rivals: readonly Repair[];
  };
  /** The rows with the repair made. `dispose` frees what was made for it. */
  readonly rows: Rows;
}

/** What keeps the promise in inference mode is surer than what keeps it in training mode only. */
export const looks: readonly Look[] = ['inference', 'training'];
